import { X } from 'lucide-react'
import { RadioGroup } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Credential } from '../api/types.ts'
import { IconButton } from '../parts/button.tsx'
import { packageChoices } from '../parts/choice-sources.ts'
import { classNames } from '../parts/class-names.ts'
import { Field, inputClass } from '../parts/field.tsx'
import { type Choice, Picker } from '../parts/picker.tsx'
import { type PurposeOrOwn, purposeNames, purposes, singleScopes } from './purposes.ts'

type Scope = Credential['scopes'][number]

/** What a person has entered so far about a credential. */
export interface CredentialDraft {
  readonly name: string
  readonly purpose: PurposeOrOwn
  /** Chosen one by one; they count where `purpose` is `own`. */
  readonly scopes: readonly Scope[]
  /** Day, `2027-08-31`: the last one on which it works. Empty for no end. */
  readonly lastDay: string
  /** One origin a line. */
  readonly origins: string
  readonly packages: readonly Choice[]
}

export const newDraft: CredentialDraft = {
  name: '',
  purpose: 'author',
  scopes: ['statements/write'],
  lastDay: '',
  origins: '',
  packages: [],
}

export const scopesOf = ({ purpose, scopes }: CredentialDraft): readonly Scope[] =>
  purpose === 'own' ? scopes : purposes[purpose]

/** The end of a day by Hà Nội's clock, as the API takes it. */
export const endOfDay = (day: string): string => new Date(`${day}T23:59:59+07:00`).toISOString()

export const originsOf = (text: string): readonly string[] =>
  text.split(/[\s,]+/).filter((origin) => origin !== '')

interface FormPartProps {
  draft: CredentialDraft
  onChange: (draft: CredentialDraft) => void
}

/** What it is called and what it is for. */
export function PurposePart({ draft, onChange }: FormPartProps) {
  const { t } = useTranslation()
  return (
    <>
      <Field
        label={t('credentials.name')}
        hint={t('credentials.nameHint')}
        required
        maxLength={200}
        autoFocus
        autoComplete="off"
        value={draft.name}
        onChange={(event) => onChange({ ...draft, name: event.target.value })}
      />
      <div className="grid gap-1.5">
        <span className="text-[0.867rem] font-medium">{t('credentials.purpose')}</span>
        <RadioGroup.Root
          value={draft.purpose}
          onValueChange={(next) => onChange({ ...draft, purpose: next as PurposeOrOwn })}
          aria-label={t('credentials.purpose')}
          className="grid gap-2 sm:grid-cols-2"
        >
          {[...purposeNames, 'own' as const].map((one) => (
            <RadioGroup.Item
              key={one}
              value={one}
              className={classNames(
                'group flex items-start gap-3 rounded-lg border border-line-strong/80 px-3.5 py-3 text-left hover:bg-subtle data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft/60',
                one === 'own' && 'sm:col-span-2',
              )}
            >
              <span className="mt-1 grid size-4 shrink-0 place-items-center rounded-full border border-line-strong bg-surface group-data-[state=checked]:border-accent">
                <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
              </span>
              <span>
                <span className="block font-medium">{t(`credentials.purposes.${one}`)}</span>
                <span className="block text-[0.867rem] text-muted">
                  {t(`credentials.purposeAbout.${one}`)}
                </span>
              </span>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
      </div>
      {draft.purpose === 'own' && (
        <ScopeBoxes chosen={draft.scopes} onChange={(scopes) => onChange({ ...draft, scopes })} />
      )}
    </>
  )
}

interface ScopeBoxesProps {
  chosen: readonly Scope[]
  onChange: (chosen: readonly Scope[]) => void
}

function ScopeBoxes({ chosen, onChange }: ScopeBoxesProps) {
  const { t } = useTranslation()
  return (
    <fieldset className="grid gap-x-4 gap-y-1 rounded-lg border border-line p-4 sm:grid-cols-2">
      <legend className="px-1 text-[0.867rem] font-medium">{t('credentials.scopes')}</legend>
      {singleScopes.map((scope) => (
        <label key={scope} className="flex items-start gap-2.5 py-1 pointer-coarse:py-2">
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            onChange={(event) =>
              onChange(
                event.target.checked
                  ? [...chosen, scope]
                  : chosen.filter((other) => other !== scope),
              )
            }
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span>
            <span className="block text-[0.933rem]">{t(`credentials.scope.${scope}`)}</span>
            <code className="font-mono text-[0.8rem] text-faint">{scope}</code>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** Until when, from where, for which packages: each may stay empty. */
export function LimitsPart({
  draft,
  onChange,
  originsError,
}: FormPartProps & { originsError?: string | undefined }) {
  const { t } = useTranslation()
  const id = useId()
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  return (
    <>
      <Field
        label={t('credentials.lastDay')}
        hint={t('credentials.lastDayHint')}
        isOptional={t('action.optional')}
        type="date"
        min={today}
        value={draft.lastDay}
        onChange={(event) => onChange({ ...draft, lastDay: event.target.value })}
      />
      <div className="grid gap-1.5">
        <label
          htmlFor={id}
          className="flex items-baseline justify-between text-[0.867rem] font-medium"
        >
          {t('credentials.origins')}
          <span className="font-normal text-faint">{t('action.optional')}</span>
        </label>
        <textarea
          id={id}
          rows={2}
          spellCheck={false}
          placeholder="https://baigiang.example.vn"
          aria-describedby={`${id}-about`}
          aria-invalid={originsError ? true : undefined}
          className={`${inputClass} h-auto! py-2 font-mono text-[0.867rem]`}
          value={draft.origins}
          onChange={(event) => onChange({ ...draft, origins: event.target.value })}
        />
        <p
          id={`${id}-about`}
          className={`text-[0.867rem] ${originsError ? 'text-bad' : 'text-faint'}`}
        >
          {originsError ?? t('credentials.originsHint')}
        </p>
      </div>
      <PackagesField
        packages={draft.packages}
        onChange={(packages) => onChange({ ...draft, packages })}
      />
    </>
  )
}

interface PackagesFieldProps {
  packages: readonly Choice[]
  onChange: (packages: readonly Choice[]) => void
}

function PackagesField({ packages, onChange }: PackagesFieldProps): ReactNode {
  const { t } = useTranslation()
  return (
    <div className="grid gap-1.5">
      <Picker
        source={packageChoices}
        label={t('credentials.packagesFind')}
        fieldLabel={t('credentials.packages')}
        placeholder={t('credentials.packagesAll')}
        value={undefined}
        onChange={(choice) => {
          if (!packages.some(({ id }) => id === choice.id)) onChange([...packages, choice])
        }}
      />
      {packages.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {packages.map((one) => (
            <li
              key={one.id}
              className="flex max-w-full items-center rounded-md bg-accent-soft pl-2.5 text-[0.867rem] text-accent"
            >
              <span className="truncate">{one.name}</span>
              <IconButton
                label={t('filter.remove', { name: one.name })}
                onClick={() => onChange(packages.filter(({ id }) => id !== one.id))}
                className="size-7! text-accent! [&_svg]:size-3.5!"
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <p className="text-[0.867rem] text-faint">{t('credentials.packagesHint')}</p>
    </div>
  )
}
