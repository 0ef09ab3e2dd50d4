import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { toast } from 'sonner'
import { Button, IconButton } from './button.tsx'

/** Copies, and says so. Where the page is not a secure context, the old way of copying is used. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.setAttribute('readonly', '')
    // Inside the open dialog, if any: its focus trap would take the focus away from elsewhere.
    const host = document.querySelector('[role="dialog"]') ?? document.body
    host.append(area)
    area.select()
    const isCopied = document.execCommand('copy')
    area.remove()
    return isCopied
  }
}

function useCopy(text: string): [boolean, () => void] {
  const { t } = useTranslation()
  const [isDone, setDone] = useState(false)
  const copy = async () => {
    if (!(await copyText(text))) {
      toast.error(t('copy.failed'))
      return
    }
    setDone(true)
    setTimeout(() => setDone(false), 1600)
  }
  return [isDone, copy]
}

export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation()
  const [isDone, copy] = useCopy(text)
  return (
    <IconButton
      label={isDone ? t('copy.done') : (label ?? t('copy.copy'))}
      onClick={copy}
      className="size-7! [&_svg]:size-3.5!"
    >
      {isDone ? <Check className="text-ok" aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite" className="sr-only">
        {isDone ? t('copy.done') : ''}
      </span>
    </IconButton>
  )
}

interface CopyWordsButtonProps {
  text: string
  children: string
  look?: 'primary' | 'secondary' | 'quiet'
  size?: 'small' | 'medium'
}

export function CopyWordsButton({ text, children, look, size }: CopyWordsButtonProps) {
  const { t } = useTranslation()
  const [isDone, copy] = useCopy(text)
  return (
    <Button
      look={look}
      size={size}
      onClick={copy}
      icon={isDone ? <Check aria-hidden /> : <Copy aria-hidden />}
    >
      {isDone ? t('copy.done') : children}
    </Button>
  )
}

/** A value to be taken elsewhere: an endpoint, a link, a key. */
export function CopyField({ label, value }: { label: string; value: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <span className="text-[0.867rem] font-medium">{label}</span>
      <div className="flex items-center gap-1 rounded-lg border border-line bg-subtle py-1 pr-1 pl-3">
        <code className="min-w-0 flex-1 overflow-x-auto py-1 font-mono text-[0.867rem] whitespace-nowrap select-all">
          {value}
        </code>
        <CopyButton text={value} />
      </div>
    </div>
  )
}
