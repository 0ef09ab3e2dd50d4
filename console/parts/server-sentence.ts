import { useTranslation } from 'react-i18next'
import { formatDateTime } from '../language/format.ts'
import { keysOf, reasons, sentences } from './server-sentences.ts'

/** Says what the server has stored in the reader's language; a sentence that is not known is said as it is. */
export function useServerSentence(): (sentence: string) => string {
  const { t } = useTranslation()
  const whyOf = (why: string): string => {
    const key = keysOf(reasons).find((each) => reasons[each].test(why))
    return key ? t(`serverSays.reason.${key}`) : why
  }
  return (sentence) => {
    const key = keysOf(sentences).find((each) => sentences[each].test(sentence))
    if (!key) return sentence
    const { why, time, ...rest } = sentences[key].exec(sentence)?.groups ?? {}
    return t(`serverSays.${key}`, {
      ...rest,
      ...(time !== undefined && { time: formatDateTime(time) }),
      ...(why !== undefined && { why: whyOf(why) }),
    })
  }
}
