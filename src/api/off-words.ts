/** Why a cloud is not visited, with what would change it. */
export function offWords(cloud: string, named: readonly string[] | undefined): string {
  return named === undefined ? `No credentials were found for it. See docs/${cloud}.md for how to sign in.` : 'Switched off: it is not in ENABLED_PROVIDERS.';
}
