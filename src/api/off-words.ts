/** Why a cloud is not visited, with what would change it; without a full stop. */
export function offWords(cloud: string, named: readonly string[] | undefined): string {
  return named === undefined ? `no credentials were found for it. Settings > Connections says how to sign in` : 'it is not in ENABLED_PROVIDERS';
}

/** With a capital letter and a full stop. */
export const sentenceOf = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
