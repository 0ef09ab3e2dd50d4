import { Command } from 'cmdk'
import { Check, Search } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fold } from '../language/fold.ts'
import { classNames } from '../parts/class-names.ts'
import { FilterChip } from '../parts/filter-chip.tsx'
import { menuItemClass } from '../parts/menu.tsx'
import { useFirstChosen } from '../parts/use-first-chosen.ts'
import { type ChipProps, Identifier } from './person-chip.tsx'
import { withCondition } from './statement-filter.ts'
import { knownVerbs, useVerbWords, verbNames } from './verbs.ts'

/** What was done: a known verb by its words or the end of its IRI, or any IRI. */
export function VerbChip({ filter, onFilter }: ChipProps) {
  const { t } = useTranslation()
  const verbWords = useVerbWords()
  return (
    <FilterChip
      name={t('statements.name.verb')}
      value={filter.verb && verbWords(filter.verb)}
      onClear={() => onFilter(withCondition(filter, 'verb', undefined))}
    >
      {(close) => (
        <VerbList
          chosen={filter.verb}
          onChoose={(verb) => {
            onFilter(withCondition(filter, 'verb', verb))
            close()
          }}
        />
      )}
    </FilterChip>
  )
}

interface VerbListProps {
  chosen: string | undefined
  onChoose: (verb: string) => void
}

function VerbList({ chosen, onChoose }: VerbListProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const wanted = fold(text)
  const found = verbNames.filter(
    (name) => fold(t(`verb.${name}`)).includes(wanted) || name.includes(wanted),
  )
  const highlight = useFirstChosen(found.map((name) => knownVerbs[name].id))
  const isIri = /^[a-z][a-z0-9+.-]*:\S+$/i.test(text.trim())
  return (
    <Command shouldFilter={false} label={t('statements.verbFind')} loop {...highlight}>
      <div className="flex items-center gap-2 border-b border-line px-3">
        <Search className="size-4 shrink-0 text-faint" aria-hidden />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={t('statements.verbFind')}
          className="h-10 w-full bg-transparent text-[0.933rem] outline-none"
        />
      </div>
      <Command.List className="max-h-72 overflow-y-auto overscroll-contain p-1">
        {found.length === 0 && !isIri && (
          <div className="px-2.5 py-3 text-faint">{t('statements.verbNone')}</div>
        )}
        {found.map((name) => {
          const { id, icon: Icon, tone } = knownVerbs[name]
          return (
            <Command.Item
              key={id}
              value={id}
              onSelect={() => onChoose(id)}
              className={classNames(menuItemClass, 'data-[selected=true]:bg-subtle')}
            >
              <span className={tone}>
                <Icon className="text-current!" aria-hidden />
              </span>
              <span className="min-w-0 flex-1 truncate">{t(`verb.${name}`)}</span>
              <span className="shrink-0 text-[0.8rem] text-faint">{name}</span>
              {id === chosen && <Check className="text-accent!" aria-hidden />}
            </Command.Item>
          )
        })}
        {isIri && <Identifier words={text.trim()} onChoose={() => onChoose(text.trim())} />}
      </Command.List>
    </Command>
  )
}
