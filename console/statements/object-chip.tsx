import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { packageQuery } from '../api/queries.ts'
import { packageChoices } from '../parts/choice-sources.ts'
import { classNames } from '../parts/class-names.ts'
import { FilterChip } from '../parts/filter-chip.tsx'
import { menuItemClass } from '../parts/menu.tsx'
import { type Choice, ChoiceList } from '../parts/picker.tsx'
import { packageIri, partIri, partsOf, useObjectWords } from './object-words.ts'
import { type ChipProps, Identifier } from './person-chip.tsx'
import { withCondition } from './statement-filter.ts'

/** About what: a package, then all of it or one of its parts; or the IRI of any activity. */
export function ObjectChip({ filter, onFilter }: ChipProps) {
  const { t } = useTranslation()
  const words = useObjectWords(filter.activity)
  return (
    <FilterChip
      name={t('statements.name.activity')}
      value={words}
      onClear={() => onFilter(withCondition(filter, 'activity', undefined))}
    >
      {(close) => (
        <ObjectList
          onChoose={(iri) => {
            onFilter(withCondition(filter, 'activity', iri))
            close()
          }}
        />
      )}
    </FilterChip>
  )
}

function ObjectList({ onChoose }: { onChoose: (iri: string) => void }) {
  const { t } = useTranslation()
  const [course, setCourse] = useState<Choice>()
  if (course)
    return <PartList course={course} onBack={() => setCourse(undefined)} onChoose={onChoose} />
  return (
    <ChoiceList
      source={packageChoices}
      label={t('statements.objectFind')}
      onChoose={setCourse}
      extra={(text) =>
        /^[a-z][a-z0-9+.-]*:\S+$/i.test(text) ? (
          <Identifier words={text} onChoose={() => onChoose(text)} />
        ) : null
      }
    />
  )
}

interface PartListProps {
  course: Choice
  onBack: () => void
  onChoose: (iri: string) => void
}

function PartList({ course, onBack, onChoose }: PartListProps) {
  const { t } = useTranslation()
  const found = useQuery(packageQuery(course.id))
  const parts = partsOf(found.data?.activities ?? [])
  const item = classNames(menuItemClass, 'hover:bg-subtle')
  return (
    <div className="max-h-80 overflow-y-auto p-1">
      <button type="button" className={`${item} text-muted!`} onClick={onBack}>
        <ArrowLeft aria-hidden />
        <span className="truncate">{course.name}</span>
      </button>
      <button
        type="button"
        // biome-ignore lint/a11y/noAutofocus: the list has just taken the place of the one that had the focus.
        autoFocus
        className={`${item} font-medium`}
        onClick={() => onChoose(packageIri(course.id))}
      >
        {t('statements.wholeCourse')}
      </button>
      {parts.map(({ id, title, depth }) => (
        <button
          key={id}
          type="button"
          className={item}
          style={{ paddingLeft: `${0.65 + depth * 0.9}rem` }}
          onClick={() => onChoose(partIri(course.id, id))}
        >
          <span className="min-w-0 truncate">{title}</span>
        </button>
      ))}
    </div>
  )
}
