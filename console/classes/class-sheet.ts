import type { TFunction } from 'i18next'
import type { ClassDetail, ClassMember } from '../api/types.ts'
import { formatDateTime, formatScaled } from '../language/format.ts'
import type { Language } from '../language/language.ts'
import { lastActivityOf } from './class-standing.ts'

/**
 * The results of these learners as a table [RFC 4180] that a spreadsheet opens, one row each: what a class manager sends to the
 * organisation that sent them. In UTF-8 with the mark by which spreadsheets know it. A text that a spreadsheet would take for a
 * formula has an apostrophe before it.
 */
export function classSheet(
  { packages }: ClassDetail,
  members: readonly ClassMember[],
  { t, language }: { t: TFunction; language: Language },
): string {
  // Excel takes the comma for the decimal sign where Vietnamese is spoken.
  const separator = language === 'vi' ? ';' : ','
  const head = [
    t('classes.number'),
    t('learners.name'),
    t('learners.code'),
    t('learners.home'),
    ...packages.flatMap(({ title }) => [
      title,
      `${title}: ${t('figures.result')}`,
      `${title}: ${t('figures.score')} (${t('figures.scale')})`,
    ]),
    t('figures.lastActivity'),
  ]
  const rows = members.map((member, index) => {
    const last = lastActivityOf(member)
    return [
      String(index + 1),
      member.name,
      member.code ?? '',
      member.organisation?.name ?? '',
      ...packages.flatMap(({ id }) => {
        const one = member.progress.find((each) => each.package === id)
        if (!one) return ['', '', '']
        return [
          t(`completion.${one.completion}`),
          one.success === 'unknown' ? '' : t(`success.${one.success}`),
          one.score === null ? '' : formatScaled(one.score, language),
        ]
      }),
      last ? formatDateTime(last) : '',
    ]
  })
  const cell = (text: string): string => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
    return /[";,\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return `\ufeff${[head, ...rows].map((row) => `${row.map(cell).join(separator)}\r\n`).join('')}`
}
