import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../parts/button.tsx'
import { UploadList } from './upload-list.tsx'
import { dismissFinished, isActive, onUploaded, useUploads } from './upload-queue.ts'

/** The uploads under way, on every page but the library, which shows them itself. */
export function UploadDock() {
  const { t } = useTranslation()
  const jobs = useUploads()
  const queryClient = useQueryClient()
  const { pathname } = useLocation()
  const [isFolded, setFolded] = useState(false)
  useEffect(
    () => onUploaded(() => void queryClient.invalidateQueries({ queryKey: ['packages'] })),
    [queryClient],
  )
  if (jobs.length === 0 || pathname === '/library') return null
  const active = jobs.filter(isActive).length
  const Fold = isFolded ? ChevronUp : ChevronDown
  return (
    <section
      aria-label={t('upload.queue')}
      className="fixed right-4 bottom-4 z-30 w-[min(24rem,calc(100vw-2rem))] animate-rise overflow-hidden rounded-xl border border-line bg-surface shadow-lift max-md:bottom-20 print:hidden"
    >
      <header className="flex items-center gap-1 border-b border-line py-1.5 pr-2 pl-5">
        <h2 className="flex-1 text-[0.933rem] font-medium">
          {active > 0 ? t('upload.active', { count: active }) : t('upload.allDone')}
        </h2>
        <IconButton
          label={t(isFolded ? 'upload.unfold' : 'upload.fold')}
          aria-expanded={!isFolded}
          onClick={() => setFolded(!isFolded)}
        >
          <Fold aria-hidden />
        </IconButton>
        {active === 0 && (
          <IconButton label={t('action.close')} onClick={dismissFinished}>
            <X aria-hidden />
          </IconButton>
        )}
      </header>
      {!isFolded && (
        <div className="max-h-80 overflow-y-auto">
          <UploadList jobs={jobs} />
        </div>
      )}
    </section>
  )
}
