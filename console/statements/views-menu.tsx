import { Bookmark, BookmarkPlus, Check, Pencil, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Field } from '../parts/field.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../parts/menu.tsx'
import { isSame, type SavedViews, useSavedViews } from './saved-views.ts'
import type { StatementFilter } from './statement-filter.ts'

interface ViewsMenuProps {
  filter: StatementFilter
  onFilter: (filter: StatementFilter) => void
}

/** The filters that this browser keeps by name: take one, keep the present one, rename or delete. */
export function ViewsMenu({ filter, onFilter }: ViewsMenuProps) {
  const { t } = useTranslation()
  const saved = useSavedViews()
  const [dialog, setDialog] = useState<'save' | 'edit'>()
  const isAny = Object.values(filter).some(Boolean)
  const close = () => setDialog(undefined)
  return (
    <>
      <Menu
        trigger={<Button icon={<Bookmark aria-hidden />}>{t('statements.views.title')}</Button>}
      >
        <MenuLabel>
          {t(saved.views.length > 0 ? 'statements.views.about' : 'statements.views.none')}
        </MenuLabel>
        {saved.views.map((view) => (
          <MenuItem key={view.name} onSelect={() => onFilter(view.filter)}>
            <span className="max-w-64 min-w-0 flex-1 truncate">{view.name}</span>
            {isSame(view.filter, filter) && <Check className="text-accent!" aria-hidden />}
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem disabled={!isAny} onSelect={() => setDialog('save')}>
          <BookmarkPlus aria-hidden />
          {t('statements.views.save')}
        </MenuItem>
        {saved.views.length > 0 && (
          <MenuItem onSelect={() => setDialog('edit')}>
            <Pencil aria-hidden />
            {t('statements.views.edit')}
          </MenuItem>
        )}
      </Menu>
      <Dialog isOpen={dialog === 'save'} onClose={close} title={t('statements.views.save')}>
        <NameForm
          name=""
          onDone={(name) => {
            saved.save({ name, filter })
            close()
          }}
        />
      </Dialog>
      <Dialog isOpen={dialog === 'edit'} onClose={close} title={t('statements.views.edit')}>
        <ViewList saved={saved} />
      </Dialog>
    </>
  )
}

function ViewList({ saved: { views, rename, remove } }: { saved: SavedViews }) {
  const { t } = useTranslation()
  const [edited, setEdited] = useState<string>()
  if (views.length === 0) return <p className="text-muted">{t('statements.views.none')}</p>
  return (
    <ul className="divide-y divide-line">
      {views.map(({ name }) => (
        <li key={name} className="flex min-h-12 items-center gap-1 py-1.5">
          {name === edited ? (
            <div className="flex-1">
              <NameForm
                name={name}
                onDone={(next) => {
                  rename(name, next)
                  setEdited(undefined)
                }}
              />
            </div>
          ) : (
            <>
              <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{name}</span>
              <IconButton
                label={t('statements.views.rename', { name })}
                onClick={() => setEdited(name)}
              >
                <Pencil aria-hidden />
              </IconButton>
              <IconButton
                label={t('statements.views.delete', { name })}
                onClick={() => remove(name)}
              >
                <Trash2 aria-hidden />
              </IconButton>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

function NameForm({ name, onDone }: { name: string; onDone: (name: string) => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState(name)
  const wanted = text.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (wanted !== '') onDone(wanted)
  }
  return (
    <form className="grid gap-3" onSubmit={submit}>
      <Field
        label={t('statements.views.name')}
        autoFocus
        maxLength={80}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="primary" disabled={wanted === ''}>
        {t('statements.views.keep')}
      </Button>
    </form>
  )
}
