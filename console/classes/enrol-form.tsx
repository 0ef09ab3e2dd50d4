import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { ApiError, post } from '../api/client.ts'
import type { EnrolmentResult } from '../api/types.ts'
import { Button } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import { inputClass } from '../parts/field.tsx'
import { FormError } from '../sign-in/sign-in-page.tsx'

/** One line a person, as a sheet pastes it: name, code, e-mail address, with tabs, semicolons or commas between. */
export const readRoster = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.split(/[\t;,]/).map((cell) => cell.trim()))
    .filter(([name]) => name)
    .map(([name = '', code, email]) => ({
      name,
      ...(code && { code }),
      ...(email && { email }),
    }))

/** Enrols a class list that is typed or pasted, all of it or none. */
export function EnrolForm({ classId, onDone }: { classId: string; onDone: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [text, setText] = useState('')
  const people = readRoster(text)
  const enrol = useMutation({
    mutationFn: () => post<EnrolmentResult>(`/classes/${classId}/learners`, { people }),
    onSuccess: async ({ enrolled, already }) => {
      for (const key of ['classes', 'learners', 'registrations']) {
        await queryClient.invalidateQueries({ queryKey: [key] })
      }
      toast.success(t('classes.enrolled', { count: enrolled }), {
        ...(already > 0 && { description: t('classes.already', { count: already }) }),
      })
      onDone()
    },
  })
  const pointer = enrol.error instanceof ApiError ? enrol.error.pointer : undefined
  const row = Number(/^\/people\/(\d+)/.exec(pointer ?? '')?.[1] ?? Number.NaN)
  const wrong = people[row]
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        enrol.mutate()
      }}
    >
      <label className="grid gap-1.5">
        <span className="text-[0.867rem] font-medium">{t('classes.roster')}</span>
        <textarea
          required
          rows={8}
          className={classNames(inputClass, 'h-auto! py-2.5 font-mono text-[0.867rem]')}
          placeholder={'Nguyễn Văn An; HV-0042; an@truong.edu.vn\nTrần Thị Bình; HV-0043'}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="text-[0.867rem] text-faint">{t('classes.rosterHint')}</span>
      </label>
      {wrong && (
        <p className="text-[0.933rem] text-bad">
          {t('classes.rosterWrong', { line: row + 1, name: wrong.name })}
        </p>
      )}
      {enrol.isError && <FormError error={enrol.error} />}
      <div className="flex justify-end">
        <Button
          type="submit"
          look="primary"
          disabled={people.length === 0}
          isBusy={enrol.isPending}
        >
          {t('classes.enrolCount', { count: people.length })}
        </Button>
      </div>
    </form>
  )
}
