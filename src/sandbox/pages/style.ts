/** How the pages look: one column, the system's letters, light and dark, and nothing that has to be fetched. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fdfcfa; --ink: #1c1a20; --faint: #57525f; --line: #85808e; --panel: #f3f0f7;
  --accent: #5b2a86; --on-accent: #ffffff; --bad: #a3123a; --good: #14603a; --warn: #8a1253;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #17151b; --ink: #efecf4; --faint: #b9b3c4; --line: #8f889c; --panel: #221f29;
    --accent: #d0b0f5; --on-accent: #1c1226; --bad: #ff9db4; --good: #8fe0b4;
  }
}
* { box-sizing: border-box; }
html { font: 100%/1.55 system-ui, sans-serif; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
.banner { margin: 0; padding: .6rem 1rem; background: var(--warn); color: #fff; font-weight: 700; text-align: center; }
.skip { position: absolute; left: -100vw; }
.skip:focus { position: static; display: block; padding: .6rem 1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .35rem 0; }
.bar { display: flex; flex-wrap: wrap; gap: 0 1.5rem; justify-content: space-between; border-bottom: 1px solid var(--line); }
.bar, main, footer { max-width: 46rem; margin: 0 auto; padding: .5rem 1rem; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); color: var(--faint); }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 1rem 0; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 0 0 .5rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
main > h2 { margin-top: 1.5rem; }
p { margin: .5rem 0; }
a { color: var(--accent); }
section, .notice { margin: 1rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: .4rem; }
.asked { border: 3px solid var(--accent); background: var(--panel); }
.notice { border-left-width: .5rem; background: var(--panel); }
.bad { border-color: var(--bad); }
.bad h2 { color: var(--bad); }
.good { border-color: var(--good); }
.hint { color: var(--faint); }
.tag { color: var(--accent); font-weight: 700; }
.error { color: var(--bad); font-weight: 700; }
dl { margin: .5rem 0; }
dt { color: var(--faint); }
dd { margin: 0 0 .5rem; }
ul.plain { margin: .5rem 0; padding: 0; list-style: none; }
ul.plain > li { padding: .75rem 0; border-top: 1px solid var(--line); }
ul.plain > li.asked { padding: .75rem; border-top: 3px solid var(--accent); }
fieldset { margin: 1rem 0; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: .4rem; min-width: 0; }
legend { font-weight: 700; padding: 0 .25rem; }
label { font-weight: 700; }
.choice { display: flex; gap: .6rem; align-items: flex-start; padding: .35rem 0; }
.choice label { font-weight: 400; }
.choice input { flex: none; width: 1.4rem; height: 1.4rem; margin: .05rem 0 0; accent-color: var(--accent); }
input[type=text], select {
  display: block; width: 100%; max-width: 24rem; min-height: 2.75rem; margin: .25rem 0; padding: .4rem .6rem;
  font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: .3rem;
}
input[aria-invalid=true], select[aria-invalid=true] { border: 2px solid var(--bad); }
button {
  min-height: 2.75rem; margin: .5rem .75rem .25rem 0; padding: .4rem 1.1rem; font: inherit; font-weight: 700; cursor: pointer;
  border: 2px solid var(--accent); border-radius: .3rem; background: var(--accent); color: var(--on-accent); max-width: 100%;
}
button.second { background: transparent; color: var(--accent); }
form.inline { display: inline; }
summary { min-height: 2.75rem; padding: .6rem 0; font-weight: 700; color: var(--accent); cursor: pointer; }
.code { margin: 1rem 0; padding: 1rem; border: 2px solid var(--line); border-radius: .4rem; text-align: center;
  font: 700 clamp(1.5rem, 9vw, 3rem)/1.3 ui-monospace, monospace; letter-spacing: .08em; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
