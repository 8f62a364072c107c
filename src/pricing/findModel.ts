import { matches } from './match.js';
import { snapshot, type SnapshotModel, type SnapshotProvider } from './snapshot.js';

/**
 * The entry of the price table for a model's name as an agent writes it, or undefined. First the rule of the price source
 * (the first maker whose names look like this one); then names that say who sells the model: `provider/model`, names
 * that clouds prefix with a region and a maker, and `maker/model` as gateways write it.
 */
export function findModel(name: string): SnapshotModel | undefined {
  const model = name.trim().toLowerCase();
  return byMaker(model) ?? bySeller(model);
}

/** Tokens that fit into a model's context; null: not known. */
export function contextWindow(name: string): number | null {
  return findModel(name)?.window ?? null;
}

function byMaker(model: string): SnapshotModel | undefined {
  const provider = snapshot.providers.find(({ match }) => match !== undefined && matches(match, model));
  return provider && inProvider(provider, model);
}

function bySeller(model: string): SnapshotModel | undefined {
  const slash = model.indexOf('/');
  if (slash > 0) {
    const seller = providerNamed(model.slice(0, slash));
    const rest = model.slice(slash + 1);
    const found = (seller && inProvider(seller, rest)) ?? inNamed(gateway, model) ?? byMaker(rest);
    if (found) {
      return found;
    }
  }
  // Clouds write region.maker.model:version, whole or as the last part of a resource name.
  const last = model.slice(model.lastIndexOf('/') + 1);
  return last.includes('.') ? inNamed(cloud, last) : undefined;
}

const gateway = 'openrouter';
const cloud = 'aws';

function providerNamed(id: string): SnapshotProvider | undefined {
  return snapshot.providers.find((provider) => provider.id === id);
}

function inNamed(id: string, model: string): SnapshotModel | undefined {
  const provider = providerNamed(id);
  return provider && inProvider(provider, model);
}

function inProvider(provider: SnapshotProvider, model: string): SnapshotModel | undefined {
  return inOwn(provider, model) ?? inOwn(provider, withDashedDate(model));
}

function inOwn(provider: SnapshotProvider, model: string): SnapshotModel | undefined {
  return (
    provider.models.find(({ match }) => matches(match, model)) ??
    first(provider.fallback ?? [], (id) =>
      providerNamed(id)?.models.find(({ match }) => matches(match, model)),
    )
  );
}

/** `-20250807` as `-2025-08-07`: some makers write the one, some rules the other. */
function withDashedDate(model: string): string {
  return model.replace(/-(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=-|:|$)/g, '-$1-$2-$3');
}

function first<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
