import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Eraser, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { learnerQuery } from '../api/queries.ts'
import { initialOf } from '../language/format.ts'
import { Button } from '../parts/button.tsx'
import { PageHeader } from '../parts/card.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { Moment } from '../parts/figures.tsx'
import { ErrorState, Skeleton } from '../parts/states.tsx'
import { usePageTitle } from '../parts/use-page-title.ts'
import { RegisterDialog } from '../registrations/register-dialog.tsx'
import type { RegistrationFilter } from '../registrations/registration-filters.tsx'
import { RegistrationList } from '../registrations/registration-list.tsx'
import { useMay } from '../shell/may.ts'
import { RecentStatements } from '../statements/recent-statements.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { HomeOrganisation } from './home-organisation.tsx'

const route = getRouteApi('/app/learners/$learner')

export function LearnerPage() {
  const { t } = useTranslation()
  const { learner: id } = route.useParams()
  const { completion, success, evidence } = route.useSearch()
  const navigate = route.useNavigate()
  const learner = useQuery(learnerQuery(id))
  const [isRegistering, setRegistering] = useState(false)
  const may = useMay()
  const [isErasing, setErasing] = useState(false)
  const mayRegister = may('registrations/write')
  usePageTitle(learner.data?.name)
  if (learner.isPending) {
    return (
      <div className="grid gap-4">
        <Skeleton className="h-10 w-72" />
        <Skeleton className="mt-4 h-64 w-full" />
      </div>
    )
  }
  if (learner.isLoadingError) {
    return (
      <ErrorState
        isPage
        error={learner.error}
        what={t('learners.oneFailed')}
        retry={() => learner.refetch()}
      />
    )
  }
  const { name, code, email, createdAt } = learner.data
  const filter: RegistrationFilter = { learner: id, completion, success, evidence }
  const register = mayRegister && (
    <Button look="primary" icon={<UserPlus aria-hidden />} onClick={() => setRegistering(true)}>
      {t('package.register')}
    </Button>
  )
  return (
    <>
      <PageHeader
        above={
          <Link to="/learners" className="hover:text-ink hover:underline">
            {t('nav.learners')}
          </Link>
        }
        title={
          <span className="flex items-center gap-3.5">
            <span
              aria-hidden
              className="grid size-11 shrink-0 place-items-center rounded-full bg-accent-soft text-[1.067rem] text-accent"
            >
              {initialOf(name)}
            </span>
            {name}
          </span>
        }
        below={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[0.933rem]">
            {code && (
              <span className="flex items-center gap-1">
                {t('learners.code')} <span className="font-medium text-ink">{code}</span>
                <CopyButton text={code} />
              </span>
            )}
            {email && <span>{email}</span>}
            <HomeOrganisation learner={learner.data} />
            <span className="text-faint">
              {t('learners.createdAt')} <Moment at={createdAt} />
            </span>
          </span>
        }
        actions={register}
      />
      <RegistrationList
        filter={filter}
        onFilter={(next) =>
          navigate({
            search: {
              completion: next.completion,
              success: next.success,
              evidence: next.evidence,
            },
            replace: true,
          })
        }
        hides="learner"
        emptyAction={register}
      />
      <div className="mt-4">
        <RecentStatements filter={{ learner: id }} />
      </div>
      {may('all') && (
        <div className="mt-6 flex justify-end">
          <Button look="quiet" icon={<Eraser aria-hidden />} onClick={() => setErasing(true)}>
            {t('erase.title')}
          </Button>
        </div>
      )}
      <EraseDialog
        learner={id}
        isOpen={isErasing}
        onClose={() => setErasing(false)}
        onErased={() => navigate({ to: '/learners' })}
      />
      <RegisterDialog
        isOpen={isRegistering}
        onClose={() => setRegistering(false)}
        of={{ learner: { id, name } }}
      />
    </>
  )
}
