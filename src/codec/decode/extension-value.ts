/** Values of items this version has no type for: read by shape alone, so that nothing unknown costs a response. */
import type { Cursor } from './cursor.ts'
import type { ExtensionValue } from '../values.ts'

/**
 *     tagged-ext-val    = tagged-ext-simple / "(" [tagged-ext-comp] ")"
 *     tagged-ext-simple = sequence-set / number / number64
 *     tagged-ext-comp   = astring / tagged-ext-comp *(SP tagged-ext-comp) / "(" tagged-ext-comp ")"
 *                                                                              ; RFC 9051 §9
 *     body-extension    = nstring / number / number64 / "(" body-extension *(SP body-extension) ")"
 */
export function extensionValue(c: Cursor): ExtensionValue {
  if (!c.tryOpen()) return c.nstring()
  const outer: ExtensionValue[][] = []
  let list: ExtensionValue[] = []
  for (;;) {
    if (!c.more()) {
      const parent = outer.pop()
      if (parent === undefined) return list
      parent.push(list)
      list = parent
    } else if (c.tryOpen()) {
      outer.push(list)
      list = []
    } else {
      list.push(c.nstring())
    }
  }
}
