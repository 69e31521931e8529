import katexPlugin from '@vscode/markdown-it-katex';
import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { isWebAddress } from './externalLink';

/** KaTeX's own HTML is full of inline styles, which the page's policy blocks; browsers draw MathML by themselves. */
const mathOptions = { output: 'mathml', strict: 'ignore', enableFencedBlocks: true } as const;

const markdownIt = new MarkdownIt({ html: false, linkify: true }).use(katexPlugin, mathOptions);

// The page loads nothing from elsewhere: a picture in the notes becomes a link to it.
markdownIt.renderer.rules['image'] = (tokens, index) => {
  const { escapeHtml } = markdownIt.utils;
  const token = tokens[index]!;
  const address = String(token.attrGet('src') ?? '');
  return `<a href="${escapeHtml(address)}">${escapeHtml(token.content || address)}</a>`;
};

// The page has a heading of its own above each text: theirs are a level below.
markdownIt.core.ruler.push('headings', ({ tokens }) => {
  for (const token of tokens) {
    const level = /^h([1-5])$/.exec(token.tag)?.[1];
    if (level !== undefined) token.tag = `h${Number(level) + 1}`;
  }
});

/** Every value of an attribute has to pass this: a web address, or what has no scheme at all. */
const webOnly = /^(?:https?:|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i;

/** Untrusted Markdown with LaTeX between dollars, as elements that can neither run, load nor style anything. */
export function sanitisedMarkdown(text: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(withoutStyles(markdownIt.render(text)), {
    USE_PROFILES: { html: true, mathMl: true },
    // MathML keeps the LaTeX beside the drawing, where a reader may copy it.
    ADD_TAGS: ['semantics', 'annotation'],
    FORBID_TAGS: [
      'style',
      'form',
      'input',
      'button',
      'textarea',
      'select',
      'img',
      'video',
      'audio',
      'source',
    ],
    // Colours are the theme's alone; ids and names could clash with the page's own.
    FORBID_ATTR: ['style', 'mathcolor', 'mathbackground', 'id', 'name', 'class', 'autofocus', 'tabindex'],
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: webOnly,
    RETURN_DOM_FRAGMENT: true,
  });
  // A path of its own or a mark within the page leads nowhere from here: such a link is only text.
  for (const link of fragment.querySelectorAll('[href]')) {
    if (!isWebAddress(link.getAttribute('href') ?? '')) link.removeAttribute('href');
  }
  return fragment;
}

/**
 * Tables with aligned columns and a few LaTeX commands come with inline styles. The policy reports those even while the
 * text is only parsed, so they go first. A quotation mark in text is written `&quot;` by then: only attributes match.
 */
function withoutStyles(html: string): string {
  return html
    .replace(/ style="text-align:(left|center|right)"/g, ' align="$1"')
    .replace(/ style="[^"]*"/g, '');
}
