import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { get } from '../api/client.ts'
import { organisationsQuery } from '../api/queries.ts'
import type { Class, CreateGrant, Grant, List } from '../api/types.ts'
import { packageChoices } from '../parts/choice-sources.ts'
import { inputClass } from '../parts/field.tsx'
import { type Choice, type ChoiceSource, Picker } from '../parts/picker.tsx'

type PlaceKind = CreateGrant['place']['kind']

/** Where each role can hold, the usual place first; the server has the last word. */
export const placesOfRole: Record<CreateGrant['role'], readonly PlaceKind[]> = {
  'class-manager': ['class', 'organisation', 'installation'],
  lecturer: ['class', 'package', 'organisation', 'installation'],
  producer: ['own', 'package', 'installation'],
  'organisation-user': ['organisation'],
  auditor: ['installation', 'organisation', 'class'],
  administrator: ['installation'],
  learner: ['own'],
}

/** A role and its place as they are being chosen; `thing` is there once it need not be chosen, or is. */
export interface Chosen {
  readonly role: CreateGrant['role']
  readonly kind: PlaceKind
  readonly thing?: Choice | undefined
}

export const isWhole = ({ kind, thing }: Chosen): boolean =>
  kind === 'installation' || kind === 'own' || thing !== undefined

export const grantOf = ({ role, kind, thing }: Chosen): CreateGrant => ({
  role,
  place: { kind, ...(thing && { id: thing.id }) },
})

const classChoices: ChoiceSource = {
  key: 'classes',
  find: async (q, signal) => {
    const found = await get<List<Class>>('/classes', { q, limit: 8 }, signal)
    return found.items.map(({ id, name, code }) => ({ id, name, note: code }))
  },
}

interface RolePickerProps {
  chosen: Chosen
  onChange: (chosen: Chosen) => void
  isLearner: boolean
}

/** Which role, in what kind of place, and in which one. */
export function RolePicker({ chosen, onChange, isLearner }: RolePickerProps) {
  const { t } = useTranslation()
  const { role, kind, thing } = chosen
  const roles = (Object.keys(placesOfRole) as Chosen['role'][]).filter(
    (one) => isLearner || one !== 'learner',
  )
  return (
    <div className="grid gap-4">
      <label className="grid gap-1.5">
        <span className="text-[0.867rem] font-medium">{t('accounts.role')}</span>
        <select
          className={inputClass}
          value={role}
          onChange={({ target }) => {
            const next = target.value as Chosen['role']
            onChange({ role: next, kind: placesOfRole[next][0]! })
          }}
        >
          {roles.map((one) => (
            <option key={one} value={one}>
              {t(`role.${one}`)}
            </option>
          ))}
        </select>
        <span className="text-[0.867rem] text-faint">{t(`roleAbout.${role}`)}</span>
      </label>
      {placesOfRole[role].length > 1 && (
        <label className="grid gap-1.5">
          <span className="text-[0.867rem] font-medium">{t('accounts.place')}</span>
          <select
            className={inputClass}
            value={kind}
            onChange={({ target }) => onChange({ role, kind: target.value as PlaceKind })}
          >
            {placesOfRole[role].map((one) => (
              <option key={one} value={one}>
                {t(`place.${one}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {kind === 'class' && (
        <Picker
          fieldLabel={t('nav.classes')}
          placeholder={t('classes.search')}
          label={t('classes.search')}
          source={classChoices}
          value={thing}
          onChange={(choice) => onChange({ role, kind, thing: choice })}
        />
      )}
      {kind === 'package' && (
        <Picker
          fieldLabel={t('registrations.package')}
          placeholder={t('library.search')}
          label={t('library.search')}
          source={packageChoices}
          value={thing}
          onChange={(choice) => onChange({ role, kind, thing: choice })}
        />
      )}
      {kind === 'organisation' && (
        <OrganisationSelect
          thing={thing}
          onChange={(one) => onChange({ role, kind, thing: one })}
        />
      )}
    </div>
  )
}

function OrganisationSelect({
  thing,
  onChange,
}: {
  thing: Choice | undefined
  onChange: (one: Choice | undefined) => void
}) {
  const { t } = useTranslation()
  const items = useQuery(organisationsQuery).data?.items ?? []
  return (
    <label className="grid gap-1.5">
      <span className="text-[0.867rem] font-medium">{t('nav.organisations')}</span>
      <select
        className={inputClass}
        required
        value={thing?.id ?? ''}
        onChange={({ target }) => onChange(items.find(({ id }) => id === target.value))}
      >
        <option value="">{t('organisations.choose')}</option>
        {items.map(({ id, code, name }) => (
          <option key={id} value={id}>
            {code} · {name}
          </option>
        ))}
      </select>
    </label>
  )
}

/** A role and where it holds, in words. */
export function useGrantWords(): (grant: Grant) => string {
  const { t } = useTranslation()
  return ({ role, place, placeName }) =>
    `${t(`role.${role}`)} · ${placeName ?? t(`place.${place.kind}`)}`
}
