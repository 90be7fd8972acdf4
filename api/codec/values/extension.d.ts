/** Data without a type of its own. */
/** Data this version has no type for: atoms and numbers as strings, strings as strings, lists as arrays. */
export type ExtensionValue = string | null | readonly ExtensionValue[];
export interface ExtendedItem {
    readonly name: string;
    readonly value: ExtensionValue;
}
