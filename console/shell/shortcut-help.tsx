import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../api/queries.ts'
import { Dialog } from '../parts/dialog.tsx'
import { placesOf } from './places.ts'
import { modifierKey } from './top-bar.tsx'

export function ShortcutHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  const groups = [
    {
      title: t('help.everywhere'),
      rows: [
        [`${modifierKey} K`, t('help.palette')],
        ['/', t('help.search')],
        ['?', t('help.title')],
        ['[', t('help.navigation')],
        ['Esc', t('help.close')],
      ],
    },
    {
      title: t('help.goTo'),
      rows: placesOf(me).map((place) => [`g ${place.letter}`, t(`nav.${place.key}`)]),
    },
    {
      title: t('nav.statements'),
      rows: [
        ['j k', t('help.rows')],
        ['Enter', t('help.open')],
        ['f', t('help.filter')],
        ['t', t('help.tail')],
        ['y', t('help.copyLink')],
        ['r', t('help.refresh')],
      ],
    },
  ]
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('help.title')}
      about={t('help.about')}
      isWide
    >
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="mb-2 text-[0.867rem] font-medium text-faint">{group.title}</h3>
            <dl className="grid gap-2">
              {group.rows.map(([keys, text]) => (
                <div key={keys} className="flex items-center justify-between gap-4">
                  <dt>{text}</dt>
                  <dd className="flex gap-1">
                    {keys!.split(' ').map((key) => (
                      <kbd
                        key={key}
                        className="min-w-7 rounded-md border border-line-strong bg-subtle px-2 py-0.5 text-center font-sans text-[0.8rem]"
                      >
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
