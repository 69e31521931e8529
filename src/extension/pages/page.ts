import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { protocolVersion } from '../../protocol/page';
import type { ToPage } from '../../protocol/page';
import { Debounced } from '../debounce';
import { Disposable } from '../disposable';
import type { Log } from '../log';
import { webAddress } from '../markdownText';
import { messageFields } from './messageFields';
import type { MessageFields } from './messageFields';
import { pageHtml } from './pageHtml';

/** What makes one page another than the next. */
export interface PageContent<State, Message extends { readonly type: string }> {
  /** Whether it computes in workers; default false. */
  readonly workers?: boolean;
  /** Called where a page begins, which knows of nothing yet. */
  begin?(): void;
  /** Its script and style are `dist/webview/<name>.js` and `.css`, its icons `media/<name>-light.svg` and `-dark.svg`. */
  readonly name: string;
  /** The editor's name for its panels, as in the manifest's activation events. */
  readonly panelType: string;
  /** The tab's title before there is a state. */
  readonly emptyTitle: string;
  /** All that the page shows. What it throws is shown on the page. */
  state(): Promise<State>;
  /** The tab's title. */
  title(state: State): string;
  /** A message of the page's own, checked; null where it is none. */
  parse(message: MessageFields): Message | null;
  answer(message: Message): Promise<unknown>;
}

/**
 * One of our pages: a single panel that follows what it is about, and comes back after a reload. It asks for what it
 * shows, and is sent the whole of it, again whenever `refresh` is called.
 */
export class Page<State, Message extends { readonly type: string }, Part = never>
  extends Disposable
  implements vscode.WebviewPanelSerializer
{
  private panel: vscode.WebviewPanel | null = null;
  /** True from the page's `ready` until it is hidden or closed. */
  private listening = false;
  private readonly sendSoon = this.track(new Debounced(() => this.send(), 100));

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly content: PageContent<State, Message>,
    private readonly log: Log,
  ) {
    super();
  }

  register(): void {
    this.track(vscode.window.registerWebviewPanelSerializer(this.content.panelType, this));
    this.track({ dispose: () => this.panel?.dispose() });
  }

  /** Opens the panel beside the editor, or brings it forward. */
  show(): void {
    if (this.panel) {
      this.panel.reveal();
      this.refresh();
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.adopt(vscode.window.createWebviewPanel(this.content.panelType, this.content.emptyTitle, column));
  }

  /** Sends the page what there is now, soon: many calls in a row are one. */
  refresh(): void {
    this.sendSoon.trigger();
  }

  /** Sends the page a part of what it shows; nothing where no page listens. */
  async post(part: Part): Promise<void> {
    const message: ToPage<State, Part> = { type: 'part', part };
    if (this.listening) await this.panel?.webview.postMessage(message);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.adopt(panel);
    return Promise.resolve();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.listening = false;
    const { webview } = panel;
    const { name } = this.content;
    const folder = vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
    const file = (base: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, base)).toString();
    const icon = (kind: string) => vscode.Uri.joinPath(this.extensionUri, 'media', `${name}-${kind}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    webview.onDidReceiveMessage((message) => this.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is gone: when it is shown again, a new one says `ready`.
      if (!panel.visible) this.listening = false;
    });
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = null;
    });
    webview.html = pageHtml({
      cspSource: webview.cspSource,
      script: file(`${name}.js`),
      style: file(`${name}.css`),
      nonce: randomBytes(16).toString('base64'),
      title: panel.title,
      workers: this.content.workers ?? false,
    });
  }

  private receive(raw: unknown): void {
    this.answer(raw).catch((error: unknown) => this.log.report(error, `page ${this.content.name}`));
  }

  private async answer(raw: unknown): Promise<void> {
    const fields = messageFields(raw);
    if (fields?.type === 'ready') {
      this.listening = true;
      this.content.begin?.();
      return this.send();
    }
    const url = fields?.type === 'openLink' && fields.text('url');
    if (typeof url === 'string') return openLink(url);
    const message = fields && this.content.parse(fields);
    if (message) await this.content.answer(message);
    else this.log.warn(`The page ${this.content.name} sent a message that is not in the protocol.`);
  }

  private async send(): Promise<void> {
    const { panel } = this;
    if (!panel || !this.listening) return;
    let message: ToPage<State, Part>;
    try {
      message = { type: 'state', protocol: protocolVersion, state: await this.content.state() };
    } catch (error) {
      message = { type: 'error', message: error instanceof Error ? error.message : String(error) };
    }
    // Meanwhile it may have been closed, or replaced by another one, which asks for itself.
    if (panel !== this.panel || !this.listening) return;
    if (message.type === 'state') panel.title = this.content.title(message.state);
    await panel.webview.postMessage(message);
  }
}

async function openLink(url: string): Promise<void> {
  const address = webAddress(url);
  if (address) await vscode.env.openExternal(vscode.Uri.parse(address, true));
}
