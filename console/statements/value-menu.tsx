import { Copy, Filter, FilterX, ListMinus, ListPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import type { StatementRow } from '../api/types.ts'
import { IconButton } from '../parts/button.tsx'
import { copyText } from '../parts/copy-button.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../parts/menu.tsx'
import { useFilterActions } from './filter-actions.tsx'
import { type FilterName, identifierOf, leftOut } from './statement-filter.ts'
import { useVerbWords } from './verbs.ts'

interface ValueMenuProps {
  name: FilterName
  value: string
  /** Where to go besides filtering, e.g. to the learner's page. */
  more?: ReactNode
  children: ReactNode
}

/** A value that one may filter by: a click offers to add it to the filter, to look at it alone, or to copy it. */
export function ValueMenu({ name, value, more, children }: ValueMenuProps) {
  const { t } = useTranslation()
  const actions = useFilterActions()
  if (!actions) return <>{children}</>
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          title={t('statements.valueHint')}
          className="rounded-sm text-left [overflow-wrap:anywhere] underline decoration-line-strong decoration-dotted underline-offset-4 hover:text-accent hover:decoration-accent data-[state=open]:text-accent pointer-coarse:-my-1.5 pointer-coarse:py-1.5"
        >
          {children}
        </button>
      }
    >
      <Choices name={name} value={value} />
      <MenuItem onSelect={() => void copyAndSay(value, t('copy.done'), t('copy.failed'))}>
        <Copy aria-hidden />
        {t('statements.copyValue')}
      </MenuItem>
      {more && <MenuLine />}
      {more}
    </Menu>
  )
}

function Choices({ name, value }: { name: FilterName; value: string }) {
  const { t } = useTranslation()
  const actions = useFilterActions()!
  const isThere = actions.filter[name] === value
  const without = leftOut(name, value)
  return (
    <>
      {!isThere && (
        <MenuItem onSelect={() => actions.add(name, value)}>
          <ListPlus aria-hidden />
          {t('statements.addFilter')}
        </MenuItem>
      )}
      <MenuItem onSelect={() => actions.only(name, value)}>
        <Filter aria-hidden />
        {t('statements.onlyFilter')}
      </MenuItem>
      {!isThere && without && (
        <MenuItem onSelect={() => actions.add(...without)}>
          <ListMinus aria-hidden />
          {t('statements.leaveOut')}
        </MenuItem>
      )}
      {isThere && (
        <MenuItem onSelect={() => actions.add(name, '')}>
          <FilterX aria-hidden />
          {t('statements.dropFilter')}
        </MenuItem>
      )}
    </>
  )
}

async function copyAndSay(text: string, done: string, failed: string): Promise<void> {
  if (await copyText(text)) toast.success(done)
  else toast.error(failed)
}

/** The values of a row to filter by, behind one button at its end. */
export function RowMenu({ row }: { row: StatementRow }) {
  const { t } = useTranslation()
  const verbWords = useVerbWords()
  const actions = useFilterActions()
  if (!actions) return null
  const values = valuesOf(row, verbWords(row.verb.id, row.verb.display))
  return (
    <Menu
      trigger={
        <IconButton label={t('statements.filterBy')} className="size-8! text-faint! max-sm:hidden">
          <Filter aria-hidden />
        </IconButton>
      }
    >
      {values.map(({ name, value, words }, n) => (
        <div key={name}>
          {n > 0 && <MenuLine />}
          <MenuLabel>
            {t(`statements.name.${name}`)}: <span className="font-medium text-ink">{words}</span>
          </MenuLabel>
          <Choices name={name} value={value} />
        </div>
      ))}
    </Menu>
  )
}

function valuesOf(row: StatementRow, verb: string) {
  const { actor } = row.statement as { actor?: unknown }
  const agent = identifierOf(actor)
  const values: { name: FilterName; value: string | undefined; words: string }[] = [
    row.actor.learner
      ? { name: 'learner', value: row.actor.learner, words: row.actor.name }
      : { name: 'agent', value: agent, words: row.actor.name },
    { name: 'verb', value: row.verb.id, words: verb },
    {
      name: 'activity',
      value: row.object.type === 'Activity' ? row.object.id : undefined,
      words: row.object.name,
    },
    { name: 'registration', value: row.registration ?? undefined, words: row.registration ?? '' },
  ]
  return values.flatMap(({ name, value, words }) =>
    value ? [{ name, value, words: words.length > 44 ? `${words.slice(0, 43)}…` : words }] : [],
  )
}
