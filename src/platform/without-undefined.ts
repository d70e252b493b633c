/** A copy without the fields that are undefined: with exact optional types such a field and a missing one are two things. */
export function withoutUndefined<Value extends object>(value: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as { [Key in keyof Value]?: Exclude<Value[Key], undefined> };
}
