import { ideaOf, type IdeaModule } from '../catalogue';
import { withDefaults, type Options } from '../core/options';

/** A function and its settings, as they go into the run record. */
export interface Resolved<O extends object> {
  readonly name: string;
  /** The function's defaults with what was given in their place; only what was given, where it is not the lab's. */
  readonly options: O & Options;
}

/** @throws LabError on an option that the function does not have */
export function resolved<O extends object>(f: { readonly name: string }, given: Partial<O>): Resolved<O> {
  const idea = ideaOf(f);
  const name = idea?.name ?? (f.name || 'anonymous');
  const options = idea
    ? withDefaults(name, idea.module.defaults ?? {}, given, nullInVariants(idea.module))
    : given;
  return { name, options: { ...options } as O & Options };
}

/** The options that some published setting has null for. */
function nullInVariants({ variants = {} }: IdeaModule): string[] {
  const settings = Object.values(variants).flatMap((variant) => Object.entries(variant));
  return settings.filter(([, value]) => value === null).map(([name]) => name);
}
