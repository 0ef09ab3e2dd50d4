import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Building2, Pencil, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { patch, post } from '../api/client.ts'
import { organisationsQuery } from '../api/queries.ts'
import type { Organisation } from '../api/types.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Card, PageHeader } from '../parts/card.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field, inputClass } from '../parts/field.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { useMay } from '../shell/may.ts'
import { FormError } from '../sign-in/sign-in-page.tsx'

/** What the dialog is about: one that is there, or a new one below another. */
type Edited = { readonly one?: Organisation; readonly parent?: string }

export function OrganisationsPage() {
  const { t } = useTranslation()
  const organisations = useQuery(organisationsQuery)
  const [edited, setEdited] = useState<Edited>()
  const mayChange = useMay()('organisations/write')
  usePageTitle(t('nav.organisations'))
  const addButton = mayChange && (
    <Button look="primary" icon={<Plus aria-hidden />} onClick={() => setEdited({})}>
      {t('organisations.add')}
    </Button>
  )
  const items = organisations.data?.items ?? []
  return (
    <>
      <PageHeader
        title={t('nav.organisations')}
        below={t('organisations.about')}
        actions={addButton}
      />
      <Card>
        {organisations.isPending && <SkeletonRows rows={4} />}
        {organisations.isError && !organisations.data && (
          <ErrorState
            error={organisations.error}
            what={t('organisations.failed')}
            retry={() => organisations.refetch()}
          />
        )}
        {organisations.data && items.length === 0 && (
          <EmptyState
            icon={<Building2 aria-hidden />}
            title={t('organisations.empty')}
            action={addButton}
          >
            {t('organisations.emptyAbout')}
          </EmptyState>
        )}
        {items.length > 0 && (
          <Branch items={items} onEdit={mayChange ? setEdited : undefined} level={0} />
        )}
      </Card>
      <Dialog
        isOpen={edited !== undefined}
        onClose={() => setEdited(undefined)}
        title={t(edited?.one ? 'organisations.edit' : 'organisations.add')}
      >
        {edited && (
          <OrganisationForm {...edited} items={items} onDone={() => setEdited(undefined)} />
        )}
      </Dialog>
    </>
  )
}

interface BranchProps {
  items: readonly Organisation[]
  /** Those below it; those at the top if absent. */
  parent?: string
  level: number
  onEdit: ((edited: Edited) => void) | undefined
}

/** Whoever sees only a part of the tree sees its root at the top. */
function Branch({ items, parent, level, onEdit }: BranchProps) {
  const { t } = useTranslation()
  const known = new Set(items.map(({ id }) => id))
  const here = items.filter((one) =>
    parent === undefined ? !one.parent || !known.has(one.parent) : one.parent === parent,
  )
  if (here.length === 0) return null
  return (
    <ul
      className={level === 0 ? 'divide-y divide-line' : 'divide-y divide-line border-t border-line'}
    >
      {here.map((one) => (
        <li key={one.id}>
          <div
            className="flex min-h-13 items-center gap-3 py-2 pr-3"
            style={{ paddingLeft: `${1.25 + Math.min(level, 6) * 1.5}rem` }}
          >
            <div className="min-w-0 flex-1">
              <p className="font-medium break-words">{one.name}</p>
              <p className="text-[0.867rem] text-faint">
                {one.code} · {t('organisations.learners', { count: one.learners })}
              </p>
            </div>
            {onEdit && (
              <>
                <IconButton
                  label={t('organisations.addBelow', { name: one.name })}
                  onClick={() => onEdit({ parent: one.id })}
                >
                  <Plus aria-hidden />
                </IconButton>
                <IconButton
                  label={t('organisations.editOne', { name: one.name })}
                  onClick={() => onEdit({ one })}
                >
                  <Pencil aria-hidden />
                </IconButton>
              </>
            )}
          </div>
          <Branch items={items} parent={one.id} level={level + 1} onEdit={onEdit} />
        </li>
      ))}
    </ul>
  )
}

function OrganisationForm({
  one,
  parent: above,
  items,
  onDone,
}: Edited & { items: readonly Organisation[]; onDone: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [name, setName] = useState(one?.name ?? '')
  const [code, setCode] = useState(one?.code ?? '')
  const [parent, setParent] = useState(one?.parent ?? above ?? '')
  const save = useMutation({
    mutationFn: () =>
      one
        ? patch(`/organisations/${one.id}`, { name, code, parent: parent || null })
        : post('/organisations', { name, code, ...(parent && { parent }) }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: organisationsQuery.queryKey })
      onDone()
    },
  })
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Field
        label={t('organisations.name')}
        required
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Field
        label={t('organisations.code')}
        required
        maxLength={100}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <label className="grid gap-1.5">
        <span className="text-[0.867rem] font-medium">{t('organisations.parent')}</span>
        <select
          className={inputClass}
          value={parent}
          onChange={(event) => setParent(event.target.value)}
        >
          <option value="">{t('organisations.top')}</option>
          {items
            .filter(({ id }) => id !== one?.id)
            .map(({ id, code: itsCode, name: itsName }) => (
              <option key={id} value={id}>
                {itsCode} · {itsName}
              </option>
            ))}
        </select>
      </label>
      {save.isError && <FormError error={save.error} />}
      <div className="flex justify-end">
        <Button type="submit" look="primary" isBusy={save.isPending}>
          {t('organisations.save')}
        </Button>
      </div>
    </form>
  )
}
