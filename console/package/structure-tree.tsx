import { FileText, Folder } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { CourseActivity } from '../api/types.ts'
import { Badge } from '../parts/badge.tsx'
import { Card } from '../parts/card.tsx'

/** The course as its manifest arranges it. */
export function StructureTree({ activities }: { activities: readonly CourseActivity[] }) {
  const { t } = useTranslation()
  return (
    <Card
      title={t('package.structure')}
      hint={t('package.activities', { count: countLeaves(activities) })}
    >
      <div className="p-3">
        <Branch activities={activities} />
      </div>
    </Card>
  )
}

function Branch({ activities }: { activities: readonly CourseActivity[] }) {
  const { t } = useTranslation()
  return (
    <ul className="grid gap-0.5 [&_ul]:ml-4.5 [&_ul]:border-l [&_ul]:border-line [&_ul]:pl-3">
      {activities.map((activity) => {
        const { children, kind } = activity
        const Icon = children.length > 0 ? Folder : FileText
        return (
          <li key={activity.id}>
            <div className="flex min-h-9 items-center gap-2.5 rounded-md px-2 py-1 hover:bg-subtle">
              <Icon className="size-4 shrink-0 text-faint" aria-hidden />
              <span className="min-w-0 flex-1 break-words">{activity.title}</span>
              {kind === 'asset' && <Badge>{t('package.asset')}</Badge>}
              <code className="truncate font-mono text-[0.8rem] text-faint max-sm:hidden">
                {activity.id}
              </code>
            </div>
            {children.length > 0 && <Branch activities={children} />}
          </li>
        )
      })}
    </ul>
  )
}

const countLeaves = (activities: readonly CourseActivity[]): number =>
  activities.reduce(
    (sum, one) => sum + (one.children.length > 0 ? countLeaves(one.children) : 1),
    0,
  )
