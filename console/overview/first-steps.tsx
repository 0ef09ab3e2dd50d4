import { useNavigate } from '@tanstack/react-router'
import { Check, Link2, Terminal, Upload, UserPlus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { classNames } from '../parts/class-names.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { RegisterDialog } from '../registrations/register-dialog.tsx'

const demoCommand = 'npm run -s hocba -- demo'

interface FirstStepsProps {
  hasPackage: boolean
  hasLearner: boolean
}

/** What a new installation shows in place of figures: three steps to a first learner in a first course. */
export function FirstSteps({ hasPackage, hasLearner }: FirstStepsProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [isRegistering, setRegistering] = useState(false)
  const steps: readonly StepProps[] = [
    {
      n: 1,
      name: 'upload',
      isDone: hasPackage,
      isNext: !hasPackage,
      icon: <Upload aria-hidden />,
      act: () => navigate({ to: '/library' }),
    },
    {
      n: 2,
      name: 'learner',
      isDone: hasLearner,
      isNext: hasPackage && !hasLearner,
      icon: <UserPlus aria-hidden />,
      act: () => navigate({ to: '/learners', search: { add: '1' } }),
    },
    {
      n: 3,
      name: 'launch',
      isDone: false,
      isNext: hasPackage && hasLearner,
      icon: <Link2 aria-hidden />,
      act: () => setRegistering(true),
    },
  ]
  return (
    <>
      <ol className="grid gap-4 lg:grid-cols-3">
        {steps.map((step) => (
          <Step key={step.name} {...step} />
        ))}
      </ol>
      <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl border border-dashed border-line-strong px-5 py-4 text-[0.933rem] text-muted">
        <Terminal className="size-4.5 shrink-0 text-faint" aria-hidden />
        <span className="flex-1 basis-64">{t('overview.demo')}</span>
        <span className="flex items-center gap-1 rounded-md bg-subtle pl-2.5">
          <code className="py-1 font-mono text-[0.867rem] text-ink">{demoCommand}</code>
          <CopyButton text={demoCommand} />
        </span>
      </div>
      <RegisterDialog isOpen={isRegistering} onClose={() => setRegistering(false)} of={{}} />
    </>
  )
}

interface StepProps {
  n: number
  name: 'upload' | 'learner' | 'launch'
  isDone: boolean
  isNext: boolean
  icon: ReactNode
  act: () => void
}

function Step({ n, name, isDone, isNext, icon, act }: StepProps) {
  const { t } = useTranslation()
  return (
    <li className="grid">
      <Card className={classNames('flex flex-col items-start p-6', isNext && 'border-accent/50!')}>
        <span
          className={classNames(
            'grid size-9 place-items-center rounded-full font-semibold',
            isDone
              ? 'bg-ok-soft text-ok'
              : isNext
                ? 'bg-accent text-accent-ink'
                : 'bg-subtle text-faint',
          )}
        >
          {isDone ? <Check className="size-5" aria-label={t('overview.stepDone')} /> : n}
        </span>
        <h2 className="mt-4 text-[1.067rem] font-semibold">{t(`overview.step.${name}`)}</h2>
        <p className="mt-1 mb-5 flex-1 text-pretty text-muted">{t(`overview.stepAbout.${name}`)}</p>
        <Button look={isNext ? 'primary' : 'secondary'} icon={icon} onClick={act}>
          {t(`overview.stepDo.${name}`)}
        </Button>
      </Card>
    </li>
  )
}
