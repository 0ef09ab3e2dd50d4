import { ArrowDown, ArrowUp, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { useMedia } from './use-media.ts'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  readonly isNumber?: boolean
  /** Below this width the table leaves the column out; cards decide by `card`. */
  readonly from?: 'md' | 'lg' | 'xl'
  /** Where it stands in the card that a phone shows instead of the row. */
  readonly card?: 'title' | 'badge' | 'fact'
  readonly width?: string
  /** Its heading sorts; cards have no headings, so the page offers the same orders in another way there. */
  readonly sort?: ColumnSort
  /** Whether a card has something to tell here; always, unless given. */
  readonly has?: (row: Row) => boolean
}

export interface ColumnSort {
  /** Undefined: the rows are sorted by something else. */
  readonly direction: 'ascending' | 'descending' | undefined
  readonly onSort: () => void
}

interface DataTableProps<Row> {
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  keyOf: (row: Row) => string
  label: string
  /** The rows lead nowhere. */
  isStatic?: boolean
}

const fromClass = { md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' }

/**
 * Rows as a table, on a phone as cards. The cell of the `title` column holds the row's link (`rowLinkClass`), which covers the
 * whole row, so that a row opens by click, by Enter and in a new tab like any other link.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, columns, keyOf, label, isStatic } = props
  const isWide = useMedia('(min-width: 640px)')
  if (!isWide) return <Cards {...props} />
  return (
    <table className="w-full border-collapse text-left" aria-label={label}>
      <thead>
        <tr className="border-b border-line text-[0.867rem] text-faint">
          {columns.map((column) => {
            // A column of buttons needs no heading, and an empty one would be read as a fault.
            const Head = column.title === '' ? 'td' : 'th'
            return (
              <Head
                key={column.key}
                scope={Head === 'th' ? 'col' : undefined}
                aria-sort={column.sort?.direction}
                className={classNames(
                  'h-10 px-3 font-medium whitespace-nowrap first:pl-5 last:pr-5',
                  column.isNumber && 'text-right',
                  column.width,
                  column.from && fromClass[column.from],
                )}
              >
                {column.sort ? <SortHeading title={column.title} {...column.sort} /> : column.title}
              </Head>
            )
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            className={classNames(
              'relative border-b border-line last:border-0',
              !isStatic && 'transition-colors focus-within:bg-subtle/70 hover:bg-subtle/70',
            )}
          >
            {columns.map((column) => (
              <td
                key={column.key}
                className={classNames(
                  'h-13 px-3 py-2 align-middle first:pl-5 last:pr-5',
                  column.isNumber && 'text-right whitespace-nowrap tabular-nums',
                  // Takes what the other columns leave, and lets what is in it be cut short.
                  column.card === 'title' && 'w-1/2 max-w-0 min-w-40',
                  column.from && fromClass[column.from],
                )}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function SortHeading({ title, direction, onSort }: ColumnSort & { title: string }) {
  const Icon = direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <button
      type="button"
      onClick={onSort}
      className="-mx-1.5 inline-flex h-8 items-center gap-1 rounded-md px-1.5 font-medium hover:bg-subtle hover:text-ink"
    >
      {title}
      <Icon aria-hidden className={classNames('size-3.5', !direction && 'opacity-30')} />
    </button>
  )
}

export const rowLinkClass =
  'font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent after:rounded-sm'

function Cards<Row>({ rows, columns, keyOf, label, isStatic }: DataTableProps<Row>) {
  const title = columns.find((column) => column.card === 'title')
  const badges = columns.filter((column) => column.card === 'badge')
  const facts = columns.filter((column) => column.card === 'fact')
  return (
    <ul className="divide-y divide-line" aria-label={label}>
      {rows.map((row) => (
        <li
          key={keyOf(row)}
          className="relative flex items-center gap-3 py-3.5 pr-3 pl-4 active:bg-subtle"
        >
          <div className="grid min-w-0 flex-1 gap-2">
            {title && <div className="min-w-0 break-words">{title.cell(row)}</div>}
            {badges.length > 0 && (
              <div className="flex flex-wrap gap-1.5">
                {badges
                  .filter((column) => column.has?.(row) ?? true)
                  .map((column) => (
                    <span key={column.key}>{column.cell(row)}</span>
                  ))}
              </div>
            )}
            {facts.length > 0 && (
              <dl className="flex flex-wrap gap-x-4 gap-y-1 text-[0.867rem] text-muted">
                {facts
                  .filter((column) => column.has?.(row) ?? true)
                  .map((column) => (
                    <div key={column.key} className="flex items-center gap-1.5">
                      <dt className="text-faint">{column.title}</dt>
                      <dd>{column.cell(row)}</dd>
                    </div>
                  ))}
              </dl>
            )}
          </div>
          {!isStatic && <ChevronRight className="size-4 shrink-0 text-faint" aria-hidden />}
        </li>
      ))}
    </ul>
  )
}
