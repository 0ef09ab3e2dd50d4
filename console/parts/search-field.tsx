import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'
import { inputClass } from './field.tsx'

interface SearchFieldProps {
  value: string
  onChange: (value: string) => void
  label: string
}

/** Reports what was typed shortly after typing stopped, and never half a syllable of an input method. */
export function SearchField({ value, onChange, label }: SearchFieldProps) {
  const { t } = useTranslation()
  const [text, setText] = useState(value)
  const isComposing = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setText(value), [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  const report = (next: string, wait: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onChange(next.trim()), wait)
  }
  return (
    <div className="relative w-full sm:max-w-80">
      <Search
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-faint"
        aria-hidden
      />
      <input
        type="search"
        data-page-search
        value={text}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        className={classNames(inputClass, 'pr-9 pl-9 [&::-webkit-search-cancel-button]:hidden')}
        onCompositionStart={() => {
          isComposing.current = true
        }}
        onCompositionEnd={(event) => {
          isComposing.current = false
          report(event.currentTarget.value, 200)
        }}
        onChange={(event) => {
          setText(event.target.value)
          if (!isComposing.current) report(event.target.value, 200)
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') report(text, 0)
          if (event.key === 'Escape' && text !== '') {
            setText('')
            report('', 0)
          }
        }}
      />
      {text !== '' && (
        <button
          type="button"
          aria-label={t('action.clear')}
          className="absolute top-1/2 right-1.5 grid size-7 -translate-y-1/2 place-items-center rounded-md text-faint hover:bg-subtle hover:text-ink"
          onClick={() => {
            setText('')
            report('', 0)
          }}
        >
          <X className="size-4" aria-hidden />
        </button>
      )}
    </div>
  )
}
