type Attributes = Readonly<Record<string, string | boolean | undefined>>
type Child = Node | string | undefined | false

/** Makes an element. A true attribute is empty, a false or undefined one is left out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  setAttributes(made, attributes)
  made.append(...children.filter((child) => child !== undefined && child !== false))
  return made
}

export function setAttributes(target: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) target.removeAttribute(name)
    else target.setAttribute(name, value === true ? '' : value)
  }
}

/** Changes the text only if it differs, so that live regions and selections are left alone. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text
}

interface ButtonOptions {
  readonly kind?: 'plain' | 'primary' | 'quiet' | 'icon'
  readonly icon?: SVGElement
  readonly label: string
  readonly attributes?: Attributes
  readonly onClick: () => void
}

/** A button; one of the kind `icon` shows its label as a tooltip and to screen readers only. */
export function button({ kind = 'plain', icon, label, attributes, onClick }: ButtonOptions) {
  const isIcon = kind === 'icon'
  const made = element(
    'button',
    { type: 'button', class: `button ${kind}`, ...(isIcon && named(label)), ...attributes },
    icon,
    !isIcon && element('span', {}, label),
  )
  made.addEventListener('click', onClick)
  return made
}

const named = (label: string): Attributes => ({ 'aria-label': label, title: label })

/** Gives an icon button another name. */
export const nameButton = (target: Element, label: string): void =>
  setAttributes(target, named(label))
