/** Gives the page the class by which styles know light, dark and high contrast, as VS Code does. */
export function followTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const contrast = matchMedia('(forced-colors: active)');
  const apply = () => {
    document.body.className = contrast.matches
      ? `vscode-high-contrast${dark.matches ? '' : '-light'}`
      : dark.matches
        ? 'vscode-dark'
        : 'vscode-light';
  };
  dark.addEventListener('change', apply);
  contrast.addEventListener('change', apply);
  apply();
}
