/** Light or dark: as the system has it until the reader says otherwise, for as long as the page is open. */
export function followTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let chosen: string | null = null;
  const apply = (): void => {
    document.documentElement.dataset.theme = chosen ?? (dark.matches ? 'dark' : 'light');
  };
  dark.addEventListener('change', apply);
  document.getElementById('theme')?.addEventListener('click', () => {
    chosen = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
    apply();
  });
  apply();
}
