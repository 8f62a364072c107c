// Counts the objects in heap snapshots of V8 by what they are, and tells which kinds became more in each round.
import { readFileSync, rmSync } from 'node:fs';

/** Kinds of nodes that stand for what code made. */
const wanted = new Set(['object', 'closure']);

/** How many objects and functions of which name there are. Removes the file. */
export function readSnapshot(file) {
  const { snapshot, nodes, strings } = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [typeAt, nameAt] = [fields.indexOf('type'), fields.indexOf('name')];
  const counts = new Map();
  for (let at = 0; at < nodes.length; at += fields.length) {
    const type = types[typeAt][nodes[at + typeAt]];
    if (wanted.has(type)) {
      const name = `${type} ${strings[nodes[at + nameAt]].slice(0, 60)}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

/** Kinds that everything is made of: caches that fill, code that is compiled. */
const common = /^object (Object|Array|Set|Map|Promise)$|^closure $/;
/** So many of these, and of any kind, come by chance. */
const chance = { common: 80, other: 8 };

/**
 * Objects that came in each round, by kind, beyond those of panels of nobody's, which were opened as often between `start`
 * and `before`. Fewer than one in two rounds, and a few in all, are chance.
 */
export function growth({ start, before, after }, rounds) {
  const grown = {};
  for (const [name, count] of after.objects) {
    const first = before.objects.get(name) ?? 0;
    const others = Math.max(0, first - (start.objects.get(name) ?? 0));
    const more = count - first - others;
    const byChance = common.test(name) ? chance.common : chance.other;
    if (more >= rounds / 2 && more > byChance) {
      grown[name] = Math.round((more / rounds) * 100) / 100;
    }
  }
  return grown;
}
