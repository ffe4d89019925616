import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** A part that scrolls in itself where it is too wide or too high. Then keys scroll it, too. */
export function Scroll({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  const element = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const box = element.current as HTMLElement;
    const observer = new ResizeObserver(() =>
      setScrolls(box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight),
    );
    observer.observe(box);
    for (const child of box.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={element} class="scroll" aria-label={name} {...(scrolls && { tabIndex: 0 })}>
      {children}
    </section>
  );
}

/** A card that holds a table, which says what it is in its caption. */
export function TableCard({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="card">
      <Scroll name={name}>{children}</Scroll>
    </div>
  );
}
