/** Which price a bucket's class has; several regions cost as much as all. */
export function storageSku(storageClass: string, locationType: string | null): string {
  const word = storageClass.toLowerCase();
  if (word !== 'nearline' && word !== 'coldline' && word !== 'archive') return locationType === 'region' || locationType === null ? 'storage.standard' : 'storage.multi';
  return `storage.${word}`;
}
