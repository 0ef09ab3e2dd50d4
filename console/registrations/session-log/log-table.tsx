import { useTranslation } from 'react-i18next'
import { sessionWords } from '../../../words/index.ts'
import { formatTime } from '../../language/format.ts'
import { useLanguage } from '../../language/language.ts'
import { classNames } from '../../parts/class-names.ts'
import { isTrouble, type LineText, matches, textOf } from './log-lines.ts'
import type { LogLine, SessionLog } from './queries.ts'

interface LogTableProps {
  log: SessionLog
  onlyTroubles: boolean
  wanted: string
}

/** The lines of a log as a dense table; on a phone each line is a block. Lines that are not kept are counted where they were. */
export function LogTable({ log, onlyTroubles, wanted }: LogTableProps) {
  const { t } = useTranslation()
  const words = sessionWords[useLanguage()]
  const shown = log.log
    .map((line) => ({ line, text: textOf(line, log, words) }))
    .filter(({ line, text }) => (!onlyTroubles || isTrouble(line)) && matches(text, wanted))
  if (shown.length === 0) {
    const none = log.log.length === 0 ? 'nothing' : onlyTroubles ? 'noTroubles' : 'noMatch'
    return <p className="px-5 py-8 text-center text-faint">{t(`sessions.${none}`)}</p>
  }
  const isWhole = !onlyTroubles && wanted === ''
  return (
    <section
      className="max-h-[32rem] overflow-auto"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={t('sessions.log')}
    >
      <table className="w-full border-collapse text-left text-[0.867rem] max-sm:block">
        <thead className="sticky top-0 z-1 bg-surface text-faint shadow-[0_1px_0_var(--color-line)] max-sm:sr-only">
          <tr>
            {(['time', 'what', 'about', 'value', 'result'] as const).map((name) => (
              <th key={name} scope="col" className="h-9 px-2 font-medium first:pl-5 last:pr-5">
                {t(`sessions.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {shown.map(({ line, text }, index) => (
            <Rows
              key={line.n}
              line={line}
              text={text}
              missing={isWhole ? line.n - 1 - (shown[index - 1]?.line.n ?? 0) : 0}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const cell = 'align-top sm:px-2 sm:py-1.5 sm:first:pl-5 sm:last:pr-5'

function Rows({ line, text, missing }: { line: LogLine; text: LineText; missing: number }) {
  const { t } = useTranslation()
  const trouble = isTrouble(line)
  return (
    <>
      {missing > 0 && (
        <tr className="max-sm:block">
          <td colSpan={5} className="bg-subtle px-5 py-2 text-center text-faint max-sm:block">
            {t('sessions.missing', { count: missing })}
          </td>
        </tr>
      )}
      <tr
        className={classNames(
          'border-t border-line max-sm:flex max-sm:flex-wrap max-sm:gap-x-2 max-sm:gap-y-0.5 max-sm:px-4 max-sm:py-2',
          trouble && 'bg-bad-soft/60',
          line.by === 'sequencer' && 'text-muted',
        )}
      >
        <td className={classNames(cell, 'font-mono text-[0.8rem] whitespace-nowrap text-faint')}>
          <time dateTime={line.at}>{clockOf(line.at)}</time>
        </td>
        <td className={classNames(cell, 'max-sm:basis-[70%]')}>{text.what}</td>
        <td className={classNames(cell, 'font-mono text-[0.8rem] wrap-anywhere sm:min-w-52')}>
          {text.about}
        </td>
        <td
          className={classNames(cell, 'max-w-96 font-mono text-[0.8rem] wrap-anywhere sm:min-w-60')}
        >
          {text.value}
        </td>
        <td className={classNames(cell, trouble && 'text-bad')}>{text.result}</td>
      </tr>
    </>
  )
}

/** The time of day to the millisecond, since calls follow one another closely. */
const clockOf = (at: string): string => `${formatTime(at)}:${at.slice(17, 23)}`
