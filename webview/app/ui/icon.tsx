/** A codicon. Without `label` it only decorates. */
export function Icon({ name, label }: { name: string; label?: string }) {
  return label === undefined ? (
    <span class={`codicon codicon-${name}`} aria-hidden="true" />
  ) : (
    <span class={`codicon codicon-${name}`} role="img" aria-label={label} title={label} />
  );
}
