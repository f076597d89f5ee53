declare module 'htmx.org/dist/htmx.esm.js' {
  interface ResponseRule {
    code: string;
    swap: boolean;
    error?: boolean;
  }
  const htmx: {
    config: {
      allowEval: boolean;
      includeIndicatorStyles: boolean;
      allowScriptTags: boolean;
      historyCacheSize: number;
      responseHandling: ResponseRule[];
    };
    /** Makes the attributes of what was not put into the page by htmx itself count. */
    process(element: Element): void;
  };
  export default htmx;
}
