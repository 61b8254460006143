// Draws a chart of the briefing. The specification comes from charts.py, the drawing from ECharts.
import { echarts } from "nicegui-echart";

const DAY = 86400000;
const NARROW = 560;
const FEW = 12;
const YEARS_OFFERED = [10, 5, 2];

const accumulate = (steps) => {
  let at = 0;
  return steps.map((step) => (at += step) * DAY);
};
// The place of the last of some ascending times up to a moment; -1 where that one is long past.
const latest = (times, moment) => {
  let low = 0, high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= moment) low = middle + 1; else high = middle;
  }
  const usual = (times[times.length - 1] - times[0]) / Math.max(times.length - 1, 1);
  return low && moment - times[low - 1] <= 1.6 * usual ? low - 1 : -1;
};
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const isDark = () => document.documentElement.dataset.ground === "dark";
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};
const save = (name, url) => make("a", { href: url, download: name }).click();

export default {
  template: `<div class="tg-chart-box"><div class="tg-legend" ref="legend"></div>
    <div class="tg-canvas" ref="canvas" role="img"></div>
    <div class="tg-stances" ref="stances"></div>
    <div class="tg-tools" ref="tools"></div></div>`,
  props: { spec: Object },
  watch: { spec: { handler() { if (this.chart) this.follow(); }, deep: false } },
  mounted() {
    this.hidden = new Set();
    this.zoom = null;
    this.draws = 0;
    this.chart = echarts.init(this.$refs.canvas, null, { renderer: "canvas" });
    this.adopt();
    this.sizes = new ResizeObserver(() => {
      const { offsetWidth, offsetHeight } = this.$refs.canvas;
      if (!offsetWidth || (offsetWidth === this.chart.getWidth() && offsetHeight === this.chart.getHeight())) return;
      this.chart.resize();
      this.draw();
    });
    this.sizes.observe(this.$refs.canvas);
    this.ground = new MutationObserver(() => { this.buildLegend(); this.draw(); });
    this.ground.observe(document.documentElement, { attributes: true, attributeFilter: ["data-ground"] });
    this.inSight = true;
    this.sight = new IntersectionObserver((seen) => {
      this.inSight = seen[seen.length - 1].isIntersecting;
      if (this.inSight) this.catchUp();
    }, { rootMargin: "300px" });
    this.sight.observe(this.$refs.canvas);
    this.onPrint = () => this.catchUp();
    window.addEventListener("beforeprint", this.onPrint);
    this.chart.on("datazoom", () => this.afterZoom());
    if (!this.draws) this.drawn(); // out of sight it is drawn once it is seen
  },
  unmounted() {
    this.sizes?.disconnect();
    this.ground?.disconnect();
    this.sight?.disconnect();
    window.removeEventListener("beforeprint", this.onPrint);
    this.chart?.dispose();
  },
  methods: {
    // A chart far from sight says what it shows at once and is drawn when the reader comes near.
    follow() {
      this.stale = true;
      this.say();
      if (this.inSight) this.catchUp();
    },
    catchUp() {
      if (!this.stale) return;
      this.stale = false;
      this.adopt();
    },
    say() {
      this.$refs.canvas.setAttribute("aria-label", this.spec.label);
      if (this.csvLink && this.spec.csv) this.csvLink.href = this.spec.csv;
    },
    adopt() {
      const spec = this.spec;
      this.timed = spec.categories.length === 0;
      this.joined = this.timed || spec.ordered;
      this.lines = spec.lines.map((l) => ({ ...l, x: accumulate(l.days) }));
      this.areas = spec.areas.map((a) => ({ ...a, x: accumulate(a.days) }));
      this.spans = spec.spans.map((s) => ({ ...s, from: Date.parse(s.start), till: Date.parse(s.end) }));
      const all = [...this.lines, ...this.areas].flatMap((each) => [each.x[0], each.x[each.x.length - 1]]);
      const ends = all.filter((x) => x !== undefined);
      this.extent = this.timed && ends.length ? [Math.min(...ends), Math.max(...ends)] : null;
      this.number = new Intl.NumberFormat(spec.locale, {
        minimumFractionDigits: spec.decimals, maximumFractionDigits: spec.decimals,
      });
      this.coarse = new Intl.NumberFormat(spec.locale, { maximumFractionDigits: 2 });
      const date = (options) => new Intl.DateTimeFormat(spec.locale, { timeZone: "UTC", ...options });
      this.date = date({ year: "numeric", month: "short", day: "numeric" });
      this.month = date({ year: "numeric", month: "short" });
      this.dayOfMonth = date({ month: "short", day: "numeric" });
      this.dress();
      this.draw();
    },
    // What stands around the picture is built anew only where it changes: not with every step of a slider.
    dress() {
      const { words, categories } = this.spec;
      const wears = JSON.stringify([
        this.lines.map((l) => l.name), this.areas.map((a) => a.name), this.spans.map((s) => s.stance),
        this.extent, words, categories.length,
      ]);
      if (wears !== this.wears) {
        this.wears = wears;
        this.buildLegend();
        this.buildStances();
        this.buildTools();
      }
      this.say();
    },
    color(each) { return isDark() ? each.dark : each.light; },
    withUnit(value) {
      if (value === null || value === undefined || Number.isNaN(value)) return "—";
      const { unit } = this.spec;
      const text = this.number.format(value);
      const currency = /^([$€£¥])\s*bn$/.exec(unit);
      if (currency) return value < 0 ? `-${currency[1]}${this.number.format(-value)} bn` : `${currency[1]}${text} bn`;
      return unit === "%" ? `${text}%` : `${text} ${unit}`;
    },
    toggle(name) {
      this.hidden.has(name) ? this.hidden.delete(name) : this.hidden.add(name);
      this.buildLegend();
      this.draw();
    },
    buildLegend() {
      const keyFor = (each, kind) => {
        const key = make("span", { class: `tg-key tg-key-${kind}`, "aria-hidden": "true" });
        key.style.setProperty("--key", this.color(each));
        return key;
      };
      const entry = (each, kind) => make("button", {
        type: "button", class: "tg-legend-entry", "aria-pressed": String(!this.hidden.has(each.name)),
        onclick: () => this.toggle(each.name),
      }, keyFor(each, kind), each.name);
      const focused = [...this.$refs.legend.children].indexOf(document.activeElement);
      const entries = [
        ...this.lines.map((l) => entry(l, this.joined ? (l.dashed ? "dashed" : "line") : "bar")),
        ...this.areas.filter((a) => !this.lines.some((l) => l.name === a.name)).map((a) => entry(a, this.joined ? "area" : "whisker")),
      ];
      this.$refs.legend.replaceChildren(...(entries.length > 1 ? entries : []));
      this.$refs.legend.setAttribute("role", "group");
      this.$refs.legend.setAttribute("aria-label", this.spec.words.lines);
      if (focused >= 0) this.$refs.legend.children[focused]?.focus();
    },
    buildStances() {
      const seen = new Map(this.spans.map((s) => [s.stance, s.color]));
      this.$refs.stances.replaceChildren(...[...seen].map(([name, color]) => {
        const swatch = make("span", { class: "tg-swatch", "aria-hidden": "true" });
        swatch.style.setProperty("--key", color);
        return make("span", { class: "tg-stance" }, swatch, name);
      }));
    },
    buildTools() {
      const { words, csv } = this.spec;
      const button = (text, onclick, extra = {}) => make("button", { type: "button", class: "tg-tool", onclick, ...extra }, text);
      const range = make("div", { class: "tg-tool-group", role: "group", "aria-label": words.range });
      if (this.extent) {
        const span = (this.extent[1] - this.extent[0]) / (365.25 * DAY);
        const offered = YEARS_OFFERED.filter((years) => years < span * 0.9);
        if (span > 0.5) {
          range.append(button(words.all, () => this.zoomTo(null), { "data-years": "0", title: words.reset }));
          for (const years of offered) {
            range.append(button(words.years.replace("{count}", years), () => this.zoomTo(years), { "data-years": years }));
          }
          this.brush = button(words.zoom, () => this.toggleBrush(), { "aria-pressed": "false" });
          range.append(this.brush);
        }
      }
      const files = make("div", { class: "tg-tool-group", role: "group", "aria-label": words.download });
      files.append(button("PNG", () => this.picture("png"), { title: `${words.download} PNG` }));
      files.append(button("SVG", () => this.picture("svg"), { title: `${words.download} SVG` }));
      this.csvLink = csv && make("a", { class: "tg-tool", href: csv, download: `tidegate-${this.spec.id}.csv`, title: `${words.download} CSV` }, "CSV");
      if (csv) files.append(this.csvLink);
      this.$refs.tools.replaceChildren(range, files);
      this.markRange();
    },
    markRange() {
      for (const each of this.$refs.tools.querySelectorAll("[data-years]")) {
        each.setAttribute("aria-pressed", String(each.dataset.years === String(this.years ?? (this.zoom ? "" : 0))));
      }
    },
    zoomTo(years) {
      this.years = years;
      const [first, last] = this.extent;
      const startValue = years ? Math.max(first, last - years * 365.25 * DAY) : first;
      this.zoom = years ? [startValue, last] : null;
      this.chart.dispatchAction({ type: "dataZoom", dataZoomIndex: 0, startValue, endValue: last });
      this.draw();
    },
    toggleBrush() {
      this.brushing = !this.brushing;
      this.brush.setAttribute("aria-pressed", String(this.brushing));
      this.chart.dispatchAction({ type: "takeGlobalCursor", key: "dataZoomSelect", dataZoomSelectActive: this.brushing });
    },
    afterZoom() {
      if (!this.extent || this.drawing) return;
      const zoom = this.chart.getOption().dataZoom[0];
      const [first, last] = this.extent;
      const shown = [zoom.startValue ?? first, zoom.endValue ?? last];
      const expected = this.zoom ?? this.extent;
      if (Math.abs(shown[0] - expected[0]) > DAY || Math.abs(shown[1] - expected[1]) > DAY) this.years = undefined;
      this.zoom = shown[0] <= first && shown[1] >= last ? null : shown;
      this.markRange();
      this.chart.setOption({ series: this.spanSeries(), xAxis: { minInterval: this.interval() } });
    },
    visible() { return this.zoom ?? this.extent; },
    interval() {
      const [from, till] = this.visible();
      return till - from > 4 * 365 * DAY ? 365 * DAY : undefined;
    },
    tick(value) {
      const when = new Date(value);
      const [from, till] = this.visible();
      if (till - from > 4 * 365 * DAY) return when.getUTCMonth() === 0 ? String(when.getUTCFullYear()) : "";
      if (when.getUTCDate() === 1) return when.getUTCMonth() === 0 ? String(when.getUTCFullYear()) : this.month.format(when);
      return this.dayOfMonth.format(when);
    },
    pen(size) {
      const context = (this.measure ??= document.createElement("canvas").getContext("2d"));
      context.font = `${size}px ${css("--tg-font")}`;
      return context;
    },
    // Phases stand behind everything; a name is written only where it fits.
    spanSeries() {
      if (!this.spans.length) return [];
      const [from, till] = this.visible();
      const width = this.chart.getWidth() - 70;
      const context = this.pen(11);
      const data = this.spans.filter((s) => s.till > from && s.from < till).map((s) => {
        const left = Math.max(s.from, from), right = Math.min(s.till, till);
        const room = ((right - left) / (till - from)) * width;
        const fits = context.measureText(s.name).width + 8 < room;
        return [
          { name: s.name, xAxis: left, itemStyle: { color: s.color, opacity: isDark() ? 0.2 : 0.1 }, label: { show: fits } },
          { xAxis: right },
        ];
      });
      return [{
        id: "spans", type: "line", data: [], silent: true, animation: false,
        markArea: { silent: true, animation: false, data, label: { color: css("--muted"), fontSize: 11, position: "insideTop", distance: 4 } },
      }];
    },
    tooltip(points) {
      if (!points.length) return "";
      const first = points[0];
      const head = this.timed ? this.date.format(new Date(first.axisValue)) : first.axisValueLabel ?? first.name;
      const phase = this.timed && this.spans.find((s) => s.from <= first.axisValue && first.axisValue < s.till);
      const escape = echarts.format.encodeHTML;
      const row = (each, text) => `<tr><td><i class="tg-dot" style="background:${this.color(each)}"></i>${escape(each.name)}</td><td class="tg-num">${escape(text)}</td></tr>`;
      const shown = (each) => !this.hidden.has(each.name);
      // Lines have days of their own: each says its last value up to the day pointed at.
      const place = (each) => (this.timed ? latest(each.x, first.axisValue) : first.dataIndex);
      const rows = this.lines.filter(shown).flatMap((l) => {
        const value = l.values[place(l)];
        return value === null || value === undefined ? [] : [row(l, this.withUnit(value))];
      });
      for (const a of this.areas.filter(shown)) {
        const at = place(a);
        if (a.low[at] === null || a.low[at] === undefined) continue;
        rows.push(row(a, `${this.withUnit(a.low[at])} ${this.spec.words.to} ${this.withUnit(a.high[at])}`));
      }
      const under = phase ? `<div class="tg-tip-phase">${escape(`${phase.name} · ${phase.stance}`)}</div>` : "";
      return `<div class="tg-tip"><strong>${escape(String(head))}</strong>${under}<table>${rows.join("")}</table></div>`;
    },
    // Bars say their value where they are few and alone; an interval is a whisker over its bar.
    bars(shown) {
      const labelled = this.labelled();
      const bars = this.lines.filter(shown).map((l, i) => ({
        id: `bar:${i}`, name: l.name, type: "bar", data: l.values.map((value) => ({ value, label: { position: this.labelSide(value) } })), barMaxWidth: 34,
        label: { show: labelled, color: css("--ink"), fontFamily: css("--tg-font"), fontSize: 12, formatter: (p) => this.number.format(p.value) },
        itemStyle: { color: this.color(l), borderRadius: 2, ...(l.dashed ? { opacity: 0.55 } : {}) },
      }));
      const whiskers = this.areas.flatMap((a, i) => (!shown(a) ? [] : [{
        id: `whisker:${i}`, name: a.name, type: "custom", z: 5, color: this.color(a),
        encode: this.lying() ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] },
        data: a.low.map((low, k) => [k, low, a.high[k]]).filter((each) => each[1] !== null && each[2] !== null),
        renderItem: (_, api) => {
          const point = (value) => api.coord(this.lying() ? [value, api.value(0)] : [api.value(0), value]);
          const [from, till] = [point(api.value(1)), point(api.value(2))];
          const [across, down] = this.lying() ? [0, 5] : [5, 0];
          const stroke = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: css("--ink"), lineWidth: 1.8 } });
          const cap = ([x, y]) => stroke(x - across, y - down, x + across, y + down);
          return { type: "group", children: [stroke(...from, ...till), cap(from), cap(till)] };
        },
      }]));
      return [...bars, ...whiskers];
    },
    labelled() { return !this.joined && this.lines.length === 1 && !this.areas.length && this.spec.categories.length <= FEW; },
    labelSide(value) {
      if (this.lying()) return value < 0 ? "left" : "right";
      return value < 0 ? "bottom" : "top";
    },
    // Many or long categories are read better as lines of a list.
    lying() {
      if (this.joined) return false;
      const { categories } = this.spec;
      const context = this.pen(12);
      const widest = Math.max(0, ...categories.map((c) => context.measureText(c).width)) + 12;
      return categories.length > 8 || widest * categories.length > this.chart.getWidth() - 60;
    },
    series() {
      const shown = (each) => !this.hidden.has(each.name);
      const zip = (x, y) => x.map((at, i) => [at, y[i]]);
      if (!this.joined) return this.bars(shown);
      const at = this.timed ? zip : (x, y) => y;
      const areas = this.areas.flatMap((a, i) => {
        if (!shown(a)) return [];
        const base = { type: "line", stack: `area:${i}`, stackStrategy: "all", symbol: "none", lineStyle: { opacity: 0 }, silent: true, z: 1 };
        const height = a.high.map((high, k) => (high === null || a.low[k] === null ? null : high - a.low[k]));
        return [
          { ...base, id: `low:${i}`, name: a.name, data: at(a.x, a.low), color: this.color(a) },
          { ...base, id: `high:${i}`, name: a.name, data: at(a.x, height), color: this.color(a), areaStyle: { color: this.color(a), opacity: 0.2 } },
        ];
      });
      const lines = this.lines.flatMap((l, i) => (!shown(l) ? [] : [{
        id: `line:${i}`, name: l.name, type: "line", data: at(l.x, l.values), showSymbol: !this.timed || l.x.length < 3, symbolSize: 5,
        connectNulls: false, color: this.color(l), z: 3, ...(this.timed ? { sampling: "lttb" } : {}),
        lineStyle: { width: l.dashed ? 2 : 2.2, type: l.dashed ? [6, 4] : "solid", color: this.color(l) },
        emphasis: { disabled: true },
      }]));
      return [...this.spanSeries(), ...areas, ...lines];
    },
    option(still = false) {
      const narrow = this.chart.getWidth() < NARROW;
      const font = { fontFamily: css("--tg-font"), color: css("--muted"), fontSize: narrow ? 11 : 12 };
      const value = {
        type: "value", scale: !this.spec.zeroBased, name: this.spec.unit, nameGap: 10,
        nameTextStyle: { ...font, align: "left", padding: [0, 0, 0, -8] },
        ...(this.labelled() ? { boundaryGap: ["12%", "12%"] } : {}),
        splitNumber: narrow ? 4 : 5, splitLine: { lineStyle: { color: css("--line") } },
        axisLabel: { ...font, formatter: (v) => this.coarse.format(v) },
      };
      const labels = { axisLine: { lineStyle: { color: css("--line") } }, axisTick: { show: false }, axisLabel: { ...font, hideOverlap: true } };
      const time = this.timed && {
        type: "time", ...labels, min: this.extent?.[0], max: this.extent?.[1], minInterval: this.interval(),
        axisLabel: { ...labels.axisLabel, formatter: (v) => this.tick(v), showMinLabel: false, showMaxLabel: false },
      };
      const lying = this.lying();
      const category = !this.timed && {
        type: "category", data: this.spec.categories, inverse: lying, boundaryGap: !this.joined, ...labels,
        axisLabel: { ...labels.axisLabel, interval: this.joined ? "auto" : 0, hideOverlap: this.joined, ...(lying ? { width: narrow ? 110 : 180, overflow: "break" } : {}) },
      };
      const [from, till] = this.timed && this.extent ? this.visible() : [undefined, undefined];
      return {
        useUTC: true, animation: !still, animationDuration: 300, animationDurationUpdate: 0, textStyle: font,
        aria: { enabled: false },
        grid: { left: 4, right: narrow ? 10 : 18, top: lying ? 8 : 34, bottom: lying ? 24 : 4, containLabel: true },
        tooltip: {
          trigger: "axis", confine: true, formatter: (points) => this.tooltip(points), transitionDuration: 0,
          backgroundColor: css("--card"), borderColor: css("--line"), textStyle: { color: css("--ink"), fontFamily: css("--tg-font"), fontSize: 13 },
          axisPointer: { type: this.joined ? "line" : "shadow", lineStyle: { color: css("--muted"), width: 1 } },
        },
        ...(lying ? { xAxis: { ...value, nameLocation: "middle", nameGap: 24, nameTextStyle: font }, yAxis: category } : { xAxis: time || category, yAxis: value }),
        ...(this.timed ? {
          dataZoom: [{ type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false, moveOnMouseMove: Boolean(this.zoom) && !("ontouchstart" in window), preventDefaultMouseMove: false, startValue: from, endValue: till }],
          toolbox: { show: true, itemSize: 0, top: -50, feature: { dataZoom: { yAxisIndex: "none", brushStyle: { color: css("--accent"), opacity: 0.15 } } } },
        } : {}),
        series: this.series(),
      };
    },
    // How often it was drawn, for whoever waits for it.
    drawn() { this.$refs.canvas.dataset.drawn = String(++this.draws); },
    draw() {
      if (!this.chart || !this.$refs.canvas.offsetWidth) return;
      this.drawing = true;
      this.chart.setOption(this.option(), { notMerge: false, replaceMerge: ["series"] });
      this.drawing = false;
      this.drawn();
      this.markRange();
      if (this.brushing) this.chart.dispatchAction({ type: "takeGlobalCursor", key: "dataZoomSelect", dataZoomSelectActive: true });
    },
    picture(kind) {
      const box = make("div", { style: `position:fixed;left:-9999px;width:${this.chart.getWidth()}px;height:${this.chart.getHeight() + 40}px` });
      document.body.append(box);
      const copy = echarts.init(box, null, { renderer: kind === "svg" ? "svg" : "canvas", devicePixelRatio: 2 });
      const title = this.$el.closest("figure")?.querySelector(".tg-chart-title")?.textContent ?? "";
      const option = this.option(true);
      copy.setOption({
        ...option, backgroundColor: css("--card"), toolbox: { show: false }, grid: { ...option.grid, top: 74 },
        title: { text: title, left: 4, top: 6, textStyle: { fontFamily: css("--tg-font"), fontSize: 15, color: css("--ink") } },
        legend: { show: this.lines.length > 1, top: 30, left: 0, data: this.lines.filter((l) => !this.hidden.has(l.name)).map((l) => l.name), textStyle: { color: css("--muted"), fontFamily: css("--tg-font") } },
      });
      const url = copy.getDataURL({ type: kind === "svg" ? "svg" : "png", pixelRatio: 2, backgroundColor: css("--card") });
      save(`tidegate-${this.spec.id}.${kind}`, url);
      copy.dispose();
      box.remove();
    },
  },
};
