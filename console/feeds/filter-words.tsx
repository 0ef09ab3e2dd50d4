import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { FeedFilter } from '../../src/feeds/wire.ts'
import { learnerQuery } from '../api/queries.ts'
import { agentWords, learnerOf } from '../statements/statement-filter.ts'
import { useVerbWords } from '../statements/verbs.ts'
import { statementFilterOf } from './wire-filter.ts'

/** Which statements go out, one condition a line; all of them where there is no filter. */
export function FilterWords({ filter }: { filter: FeedFilter | undefined }) {
  const { t } = useTranslation()
  const verbWords = useVerbWords()
  const conditions = Object.entries(statementFilterOf(filter)).filter(([, value]) => value)
  if (conditions.length === 0) return t('feeds.everything')
  const words = (name: string, value: string) => {
    if (name === 'verb' || name === 'notVerb') return verbWords(value)
    if (name === 'success')
      return t(value === 'true' ? 'statements.isSuccess' : 'statements.isFailure')
    if (name === 'completion')
      return t(value === 'true' ? 'statements.isComplete' : 'statements.isIncomplete')
    return value
  }
  return (
    <ul>
      {conditions.map(([name, value]) => (
        <li key={name}>
          <span className="text-muted">{t(`statements.name.${name as 'verb'}`)}: </span>
          {name === 'agent' || name === 'notAgent' ? (
            <PersonWords agent={value!} />
          ) : (
            words(name, value!)
          )}
        </li>
      ))}
    </ul>
  )
}

function PersonWords({ agent }: { agent: string }) {
  const learner = learnerOf(agent)
  const found = useQuery({ ...learnerQuery(learner ?? ''), enabled: learner !== undefined })
  return found.data?.name ?? agentWords(agent)
}
