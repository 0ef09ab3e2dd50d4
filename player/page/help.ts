import type { Texts } from '../texts.ts'
import { element } from './element.ts'

/** What a learner may want to know: that nothing is lost, and the keys. */
export function helpBody(texts: Texts): HTMLElement[] {
  const keys: readonly [string, string][] = [
    ['Alt + →', texts.keyNext],
    ['Alt + ←', texts.keyPrevious],
    ['Alt + M', texts.keyContents],
    ['`', texts.keyLog],
  ]
  return [
    element('p', {}, texts.helpSaving),
    element('p', {}, texts.helpOffline),
    element('h3', { class: 'for-keyboard' }, texts.helpKeys),
    element(
      'dl',
      { class: 'keys for-keyboard' },
      ...keys.map(([key, meaning]) =>
        element('div', {}, element('dt', {}, element('kbd', {}, key)), element('dd', {}, meaning)),
      ),
    ),
  ]
}
