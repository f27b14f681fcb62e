/** The look of the page, light and dark, down to the width of a phone. */
export const style = `
:root { color-scheme: light dark; --page: #fff; --text: #1c1c1e; --faint: #666; --line: #8885; --panel: #fffffff0; }
@media (prefers-color-scheme: dark) { :root { --page: #131416; --text: #ececee; --faint: #a5a5aa; --panel: #1d1f22f0; } }
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; font: 14px/1.45 system-ui, sans-serif; background: var(--page); color: var(--text); }
header { display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; align-items: center; padding: 0.5rem 0.8rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.05rem; margin: 0; } header p { margin: 0; color: var(--faint); }
#find { margin-left: auto; display: flex; gap: 0.4rem; align-items: center; flex: 0 1 19rem; }
#find input { font: inherit; flex: 1 1 6rem; min-width: 0; padding: 0.35rem 0.55rem; border: 1px solid var(--line); border-radius: 6px; background: transparent; color: inherit; }
#found { color: var(--faint); white-space: nowrap; }
#stage { position: relative; flex: 1 1 auto; min-height: 15rem; overflow: hidden; }
canvas { position: absolute; inset: 0; width: 100%; height: 100%; touch-action: none; cursor: grab; display: block; }
#legend { position: absolute; left: 0.6rem; top: 0.6rem; max-width: min(17rem, 60%); max-height: 70%; overflow: auto; display: flex; flex-direction: column; align-items: flex-start; background: var(--panel); border-radius: 8px; padding: 0.2rem; }
#legend button { display: flex; gap: 0.45rem; align-items: center; font: inherit; font-size: 13px; padding: 0.16rem 0.4rem; border: 0; border-radius: 6px; background: none; color: inherit; cursor: pointer; text-align: left; }
#legend button[aria-pressed="false"] { opacity: 0.45; text-decoration: line-through; }
#legend span.count { color: var(--faint); } #legend svg { flex: none; }
#zoom { position: absolute; right: 0.6rem; top: 0.6rem; display: flex; flex-direction: column; gap: 0.3rem; }
#zoom button { width: 2.1rem; height: 2.1rem; font-size: 1.05rem; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); color: inherit; cursor: pointer; }
#card { position: absolute; right: 0.6rem; bottom: 0.6rem; max-width: min(20rem, calc(100% - 1.2rem)); max-height: 60%; overflow: auto; padding: 0.55rem 0.8rem; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; overflow-wrap: anywhere; }
#card:empty { display: none; } #card h2 { font-size: 1rem; margin: 0; } #card p { margin: 0.1rem 0; color: var(--faint); }
#card ul { margin: 0.3rem 0 0; padding-left: 1.1rem; } #card a { color: inherit; cursor: pointer; text-decoration: underline; text-decoration-color: var(--line); }
:focus-visible { outline: 2px solid #4269d0; outline-offset: 1px; }
footer { padding: 0.35rem 0.8rem; color: var(--faint); border-top: 1px solid var(--line); font-size: 12.5px; }
@media (max-width: 34rem) { #find { flex-basis: 100%; margin-left: 0; } #legend { max-height: 38%; } #card { left: 0.6rem; max-height: 38%; } }
`;
