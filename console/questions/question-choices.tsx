import { useTranslation } from 'react-i18next'
import { classNames } from '../parts/class-names.ts'
import { ChipOptions, FilterChip } from '../parts/filter-chip.tsx'
import { orderOf, type QuestionOrder, questionOrders } from './sort-questions.ts'

interface QuestionChoicesProps {
  versions: readonly number[]
  chosen: { readonly which?: string | undefined; readonly version?: string | undefined }
  order: QuestionOrder
  onChoose: (next: {
    which?: string | undefined
    version?: string | undefined
    order?: string | undefined
  }) => void
}

/** Which answers count, and in which order the questions stand. */
export function QuestionChoices({ versions, chosen, order, onChoose }: QuestionChoicesProps) {
  const { t } = useTranslation()
  const version = versions.find((number) => String(number) === chosen.version)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Which value={chosen.which} onChoose={(which) => onChoose({ which })} />
      {(versions.length > 1 || version !== undefined) && (
        <FilterChip
          name={t('questions.version')}
          value={
            version === undefined ? undefined : t('package.versionNumber', { number: version })
          }
          onClear={() => onChoose({ version: undefined })}
        >
          {(close) => (
            <ChipOptions
              chosen={chosen.version ?? ''}
              options={[
                { value: '', title: t('questions.allVersions') },
                ...versions.map((number) => ({
                  value: String(number),
                  title: t('package.versionNumber', { number }),
                })),
              ]}
              onChoose={(value) => {
                onChoose({ version: value === '' ? undefined : value })
                close()
              }}
            />
          )}
        </FilterChip>
      )}
      <label className="ml-auto flex items-center gap-2 text-[0.867rem] text-muted sm:hidden">
        {t('questions.order')}
        <select
          value={order}
          onChange={(event) => {
            const next = orderOf(event.target.value)
            onChoose({ order: next === 'course' ? undefined : next })
          }}
          className="h-11 max-w-48 rounded-lg border border-line-strong/80 bg-surface px-2.5 text-ink"
        >
          {questionOrders.map((one) => (
            <option key={one} value={one}>
              {t(`questions.orders.${one}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

const whichOnes = ['first', 'last'] as const

function Which({
  value,
  onChoose,
}: {
  value: string | undefined
  onChoose: (value: string | undefined) => void
}) {
  const { t } = useTranslation()
  const current = value === 'last' ? 'last' : 'first'
  return (
    <fieldset className="flex flex-wrap items-center gap-2.5">
      <legend className="sr-only">{t('questions.which')}</legend>
      <span aria-hidden className="text-[0.867rem] text-muted">
        {t('questions.which')}
      </span>
      <span className="inline-flex rounded-full border border-line-strong/80 bg-surface p-0.5">
        {whichOnes.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === current}
            onClick={() => onChoose(one === 'first' ? undefined : one)}
            className={classNames(
              'h-8 rounded-full px-3.5 text-[0.867rem] transition-colors pointer-coarse:h-10',
              one === current
                ? 'bg-accent-soft font-medium text-accent'
                : 'text-muted hover:text-ink',
            )}
          >
            {t(`questions.${one}`)}
          </button>
        ))}
      </span>
    </fieldset>
  )
}
