"""Figures of every kind of matplotlib, pandas and seaborn: none raises, none is silently empty."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from matplotlib.collections import (
    CircleCollection,
    EllipseCollection,
    LineCollection,
    PatchCollection,
)
from matplotlib.patches import (
    Arc,
    ConnectionPatch,
    Ellipse,
    FancyBboxPatch,
    Rectangle,
    RegularPolygon,
)

from jupyter_claude_vision import figures

rng = np.random.default_rng(0)
df = pd.DataFrame(
    {
        "v": rng.normal(size=120).round(3),
        "w": rng.normal(size=120).round(3),
        "c": np.tile(["p", "q", "r"], 40),
        "h": np.tile(["a", "b"], 60),
        "t": np.tile(np.arange(12), 10),
    }
)
GALLERY = {}
EMPTY = {"hidden"}


def gallery(draw):
    GALLERY[draw.__name__] = draw
    return draw


def new_axes():
    return plt.subplots()[1]


@gallery
def stackbar():
    ax = new_axes()
    ax.bar(["x", "y"], [1, 2], label="A")
    ax.bar(["x", "y"], [3, 4], bottom=[1, 2], label="B")
    ax.legend()


@gallery
def grouped_years():
    ax = new_axes()
    x = np.arange(2018, 2021)
    ax.bar(x - 0.2, [1, 2, 3], 0.4, label="A")
    ax.bar(x + 0.2, [3, 2, 1], 0.4, label="B")
    ax.legend()


@gallery
def hist():
    new_axes().hist([1, 1, 2, 3], bins=[0, 1, 2, 3, 4])


@gallery
def hist_multi():
    new_axes().hist([[1, 1, 2, 3], [2, 2]], bins=[0, 1.5, 3, 4.5], label=["u", "v"])


@gallery
def hist_step_stacked():
    new_axes().hist(
        [[1, 1, 2, 3], [2, 3, 3]],
        bins=[0, 1, 2, 3, 4],
        histtype="step",
        stacked=True,
        label=["u", "v"],
    )


@gallery
def hist_stepfilled_stacked():
    new_axes().hist(
        [[1, 1, 2, 3], [2, 3, 3]],
        bins=[0, 1, 2, 3, 4],
        histtype="stepfilled",
        stacked=True,
        label=["u", "v"],
    )


@gallery
def stackplot():
    new_axes().stackplot([1, 2, 3], [1, 2, 3], [3, 2, 1], labels=["a", "b"])


@gallery
def stackplot_sym():
    new_axes().stackplot([1, 2, 3], [1, 2, 3], [3, 2, 1], labels=["a", "b"], baseline="sym")


@gallery
def errorbar_none():
    new_axes().errorbar([1, 2, 3], [4, 5, 6], yerr=[0.1, 0.2, 0.3], fmt="none")


@gallery
def lineplot():
    sns.lineplot(df, x="t", y="v", hue="h", ax=new_axes(), n_boot=20)


@gallery
def regplot():
    sns.regplot(df, x="v", y="w", ax=new_axes(), n_boot=20)


@gallery
def pointplot():
    sns.pointplot(df, x="c", y="v", hue="h", ax=new_axes(), capsize=0.1, n_boot=20)


@gallery
def pointplot_dodge():
    sns.pointplot(df, x="c", y="v", hue="h", ax=new_axes(), dodge=True, n_boot=20, linestyle="none")


@gallery
def barplot():
    sns.barplot(df, x="c", y="v", hue="h", ax=new_axes(), n_boot=20)


@gallery
def violin():
    new_axes().violinplot([[1, 2, 3, 9], [2, 3, 4, 4]], showmedians=True)


@gallery
def sviolin():
    sns.violinplot(df, x="c", y="v", ax=new_axes())


@gallery
def sviolin_split():
    sns.violinplot(df, x="c", y="v", hue="h", split=True, inner="quart", ax=new_axes())


@gallery
def boxplot():
    new_axes().boxplot([[1, 2, 3, 4, 20], [2, 3, 4]], tick_labels=["A", "B"])


@gallery
def sboxplot():
    sns.boxplot(df, x="c", y="v", hue="h", ax=new_axes())


@gallery
def sboxplot_nocaps():
    sns.boxplot(df, x="c", y="v", ax=new_axes(), showcaps=False)


@gallery
def pie():
    new_axes().pie([1, 2, 3], labels=list("abc"), autopct="%d%%")


@gallery
def pcolormesh():
    ax = new_axes()
    m = ax.pcolormesh([0, 1, 3], [0, 2, 4], [[1, 2], [3, 4]])
    plt.colorbar(m)


@gallery
def hist2d():
    new_axes().hist2d(df.v, df.w, bins=3)


@gallery
def contour():
    ax = new_axes()
    z = np.add.outer(np.arange(5), np.arange(5))
    cs = ax.contour(z)
    ax.clabel(cs)


@gallery
def contourf():
    ax = new_axes()
    z = np.add.outer(np.arange(5), np.arange(5))
    cs = ax.contourf(z)
    plt.colorbar(cs)


@gallery
def hexbin():
    new_axes().hexbin(df.v, df.w, gridsize=4)


@gallery
def tripcolor():
    new_axes().tripcolor([0, 1, 0, 1], [0, 0, 1, 1], [1, 2, 3, 4])


@gallery
def tripcolor_g():
    new_axes().tripcolor([0, 1, 0, 1], [0, 0, 1, 1], [1, 2, 3, 4], shading="gouraud")


@gallery
def eventplot():
    new_axes().eventplot([[1, 2, 3], [2, 5]], lineoffsets=[1, 2])


@gallery
def broken():
    ax = new_axes()
    ax.broken_barh([(1, 2), (4, 1)], (0.6, 0.8))
    ax.broken_barh([(2, 3)], (1.6, 0.8))
    ax.set_yticks([1, 2], ["T1", "T2"])


@gallery
def quiver():
    new_axes().quiver([0, 1], [0, 1], [3, 1], [4, 0])


@gallery
def barbs():
    new_axes().barbs([0, 1], [0, 1], [30, 10], [40, 0])


@gallery
def streamplot():
    s = np.arange(5.0)
    new_axes().streamplot(s, s, np.ones((5, 5)), np.ones((5, 5)))


@gallery
def table():
    ax = new_axes()
    ax.axis("off")
    ax.table([["1", "2.5"], ["3", "x"]], colLabels=["c1", "c2"], rowLabels=["r1", "r2"])


@gallery
def linecoll():
    from matplotlib.collections import LineCollection

    ax = new_axes()
    ax.add_collection(LineCollection([[(0, 0), (1, 1)], [(0, 1), (1, 0)]], label="lc"))
    ax.autoscale()


@gallery
def hlines():
    new_axes().hlines([1, 2, 3], 0, [4, 5, 6])


@gallery
def fill():
    new_axes().fill([0, 1, 1], [0, 0, 1])


@gallery
def axline():
    ax = new_axes()
    ax.plot([0, 10], [0, 5])
    ax.axline((0, 0), slope=1, label="diag")
    ax.axvline(3, label="v")
    ax.axhspan(1, 2, label="hs")
    ax.axvspan(4, 6)
    ax.axline((2, 0), (2, 5))


@gallery
def secondary():
    ax = new_axes()
    ax.plot([0, 100], [0, 5])
    s = ax.secondary_xaxis("top", functions=(lambda x: x * 2, lambda x: x / 2))
    s.set_xlabel("double")


@gallery
def twin():
    ax = new_axes()
    ax.plot([1, 2], [3, 4], label="l")
    b = ax.twinx()
    b.plot([1, 2], [30, 40], "r", label="r")
    b.set_ylabel("R (%)")
    ax.legend(loc=2)
    b.legend(loc=1)


@gallery
def twiny():
    ax = new_axes()
    ax.plot([1, 2], [3, 4], label="l")
    b = ax.twiny()
    b.plot([10, 20], [3, 4], "r")


@gallery
def inset():
    ax = new_axes()
    ax.plot([1, 2], [3, 4])
    i = ax.inset_axes([0.5, 0.5, 0.4, 0.4])
    i.plot([5, 6], [7, 8])
    ax.indicate_inset_zoom(i)


@gallery
def axesgrid():
    from mpl_toolkits.axes_grid1 import ImageGrid

    f = plt.figure()
    gr = ImageGrid(f, 111, (2, 2), cbar_mode="single")
    for k, ax in enumerate(gr):
        im = ax.imshow(np.eye(2) * k)
    gr.cbar_axes[0].colorbar(im)


@gallery
def host():
    from mpl_toolkits.axes_grid1 import host_subplot

    h = host_subplot(111)
    p = h.twinx()
    h.plot([1, 2], [1, 2])
    p.plot([1, 2], [10, 20])


@gallery
def divider():
    from mpl_toolkits.axes_grid1 import make_axes_locatable

    ax = new_axes()
    im = ax.imshow(np.eye(3))
    d = make_axes_locatable(ax)
    c = d.append_axes("right", size="5%", pad=0.05)
    plt.colorbar(im, cax=c)
    d.append_axes("top", size="20%").hist([1, 2, 2])


@gallery
def polar():
    f = plt.figure()
    ax = f.add_subplot(projection="polar")
    ax.plot([0, np.pi / 2, np.pi], [1, 2, 3], label="p")
    ax.bar([0, 1], [1, 2], width=0.5)


@gallery
def radar():
    f = plt.figure()
    ax = f.add_subplot(projection="polar")
    th = np.linspace(0, 2 * np.pi, 4, endpoint=False)
    ax.plot(np.r_[th, th[0]], [1, 2, 3, 4, 1])
    ax.fill(th, [1, 2, 3, 4], alpha=0.2)
    ax.set_xticks(th, ["N", "E", "S", "W"])


@gallery
def three():
    f = plt.figure()
    ax = f.add_subplot(projection="3d")
    ax.scatter([1, 2], [3, 4], [5, 6])


@gallery
def pdts():
    pd.Series([1, 2, 3], index=pd.date_range("2020-01-31", periods=3, freq="ME"), name="ts").plot(
        ax=new_axes(), legend=True
    )


@gallery
def pdarea():
    pd.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]}).plot.area(ax=new_axes())


@gallery
def pdbar():
    pd.DataFrame({"a": [1, 2, 3], "b": [3, 2, 1]}, index=[2010, 2011, 2012]).plot.bar(
        ax=new_axes(), stacked=True
    )


@gallery
def pdhist():
    df.v.plot.hist(ax=new_axes(), bins=4)


@gallery
def pdkde():
    df.v.plot.kde(ax=new_axes())


@gallery
def loglog():
    new_axes().loglog([1, 10, 100], [1, 20, 300])


@gallery
def symlog():
    ax = new_axes()
    ax.plot([-100, 0, 100], [1, 2, 3])
    ax.set_xscale("symlog")


@gallery
def histplot():
    sns.histplot(df, x="v", hue="h", ax=new_axes(), bins=4)


@gallery
def histplot_stack():
    sns.histplot(df, x="v", hue="h", multiple="stack", ax=new_axes(), bins=4)


@gallery
def histplot_step():
    sns.histplot(df, x="v", hue="h", element="step", ax=new_axes(), bins=4)


@gallery
def kdeplot():
    sns.kdeplot(df, x="v", hue="h", fill=True, ax=new_axes(), multiple="stack", gridsize=5)


@gallery
def scatter_c():
    plt.colorbar(new_axes().scatter([1, 2], [3, 4], c=[5, 6], s=[10, 20]))


@gallery
def boxen():
    sns.boxenplot(df, x="c", y="v", ax=new_axes())


@gallery
def waterfall():
    new_axes().bar(["s", "u", "d"], [10, 5, -3], bottom=[0, 10, 15])


@gallery
def barlabel():
    ax = new_axes()
    ax.bar_label(ax.bar(["x", "y"], [1, 2]))
    ax.errorbar(["x", "y"], [1, 2], [0.1, 0.2], fmt="none", ecolor="k")


@gallery
def candlestick():
    ax = new_axes()
    x = np.arange(3)
    ax.vlines(x, [1, 2, 3], [4, 5, 6])
    ax.bar(x, [1, -1, 2], 0.5, bottom=[2, 4, 4])


@gallery
def arrows():
    ax = new_axes()
    ax.arrow(0, 0, 1, 1)
    ax.add_patch(plt.Circle((0.5, 0.5), 0.2))
    ax.text(0.5, 0.5, "mid", transform=ax.transAxes)
    ax.text(0.2, 0.3, "dat")


@gallery
def suptitle():
    f, ax = plt.subplots(2, 2)
    f.suptitle("Top")
    ax[0, 0].set_title("one")
    ax[1, 1].plot([1, 2])
    f.text(0.5, 0.01, "src")


@gallery
def dendro():
    ax = new_axes()
    ax.imshow(rng.random((4, 4, 3)))


@gallery
def fan():
    ax = new_axes()
    x = np.arange(5.0)
    ax.plot(x, x, label="med")
    ax.fill_between(x, x - 2, x - 1, alpha=0.2, color="C0")
    ax.fill_between(x, x - 1, x + 1, alpha=0.4, color="C0")
    ax.fill_between(x, x + 1, x + 2, alpha=0.2, color="C0")


@gallery
def fillx():
    new_axes().fill_betweenx([1, 2, 3], [0, 0, 0], [4, 5, 6])


@gallery
def where():
    ax = new_axes()
    x = np.linspace(0, 6, 7)
    y = np.sin(x)
    ax.plot(x, y)
    ax.fill_between(x, y, 0, where=y > 0, color="g")
    ax.fill_between(x, y, 0, where=y < 0, color="r")


@gallery
def acorr():
    new_axes().acorr(df.v, maxlags=3)


@gallery
def specgram():
    new_axes().specgram(df.v, NFFT=16, noverlap=8)


@gallery
def violin_side():
    new_axes().violinplot([[1, 2, 3, 9]], side="low")


@gallery
def bubble():
    sns.scatterplot(df.head(6), x="v", y="w", size="t", hue="c", ax=new_axes())


@gallery
def line_style():
    sns.lineplot(df, x="t", y="v", hue="h", style="c", errorbar=None, ax=new_axes())


@gallery
def mosaic():
    _f, ax = plt.subplot_mosaic("AB;CC")
    [ax.plot([1, 2]) for ax in ax.values()]
    [ax.set_title(k) for k, ax in ax.items()]


@gallery
def mollweide():
    f = plt.figure()
    ax = f.add_subplot(projection="mollweide")
    ax.scatter([1], [0.5])


@gallery
def barlabels():
    ax = new_axes()
    ax.bar(["a", "b", "c"], [1, 2, 3], label=["red", "blue", "red"], color=["r", "b", "r"])
    ax.legend()


@gallery
def orphan():
    from matplotlib.cm import ScalarMappable

    ax = new_axes()
    ax.plot([1, 2], [3, 4])
    plt.colorbar(ScalarMappable(plt.Normalize(0, 5)), ax=ax, label="Temp (K)")


@gallery
def sup():
    f, ax = plt.subplots(1, 2, sharey=True)
    f.supxlabel("Time (s)")
    f.supylabel("V")
    ax[0].plot([1, 2])
    ax[1].plot([1, 2])


@gallery
def choropleth():
    ax = new_axes()
    pc = PatchCollection([plt.Rectangle((i, 0), 1, 1) for i in range(3)])
    pc.set_array([1.0, 2, 3])
    ax.add_collection(pc)
    ax.autoscale()


@gallery
def rose():
    f = plt.figure()
    ax = f.add_subplot(projection="polar")
    th = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    ax.bar(th, range(8), width=2 * np.pi / 8)


@gallery
def multicolored():
    ax = new_axes()
    x = np.linspace(0, 6, 20)
    pts = np.array([x, np.sin(x)]).T.reshape(-1, 1, 2)
    lc = LineCollection(np.concatenate([pts[:-1], pts[1:]], axis=1))
    lc.set_array(x)
    ax.add_collection(lc)
    ax.autoscale()


@gallery
def pcolor_dates():
    ax = new_axes()
    ax.pcolormesh(pd.date_range("2020-01-01", periods=3), [0, 1, 2], [[1, 2], [3, 4]])


@gallery
def gantt_dt():
    ax = new_axes()
    import datetime as dt

    ax.barh(
        ["t1", "t2"],
        [dt.timedelta(5), dt.timedelta(9)],
        left=[dt.datetime(2020, 1, 1), dt.datetime(2020, 1, 4)],
    )


@gallery
def brokendate():
    ax = new_axes()
    s = pd.Timestamp("2020-01-01")
    ax.broken_barh([(s, pd.Timedelta(days=3))], (0, 1))


@gallery
def pdline_str():
    pd.DataFrame({"a": [1, 2, 3]}, index=["x", "y", "z"]).plot(ax=new_axes())


@gallery
def pdbar_dates():
    pd.Series([1, 2], index=pd.date_range("2020-01-01", periods=2)).plot.bar(ax=new_axes())


@gallery
def pdbox():
    df[["v", "w"]].plot.box(ax=new_axes())


@gallery
def pdpie():
    pd.Series([1, 2, 3], index=list("abc"), name="s").plot.pie(ax=new_axes(), autopct="%.1f%%")


@gallery
def pdscatter():
    df.plot.scatter("v", "w", c="t", ax=new_axes())


@gallery
def pdhexbin():
    df.plot.hexbin("v", "w", gridsize=5, ax=new_axes())


@gallery
def pdsecondary():
    df[["v", "t"]].plot(secondary_y="t", ax=new_axes())


@gallery
def scattermatrix():
    pd.plotting.scatter_matrix(df[["v", "w"]])


@gallery
def parallel():
    pd.plotting.parallel_coordinates(df[["v", "w", "h"]].head(4), "h", ax=new_axes())


@gallery
def autocorr():
    pd.plotting.autocorrelation_plot(df.v, ax=new_axes())


@gallery
def resid():
    sns.residplot(df, x="v", y="w", ax=new_axes())


@gallery
def histfill():
    sns.histplot(df, x="c", hue="h", multiple="fill", ax=new_axes())


@gallery
def histpoly():
    sns.histplot(df, x="v", hue="h", element="poly", ax=new_axes())


@gallery
def histy():
    sns.histplot(df, y="v", ax=new_axes(), bins=3)


@gallery
def barh_err():
    sns.barplot(df, y="c", x="v", ax=new_axes(), n_boot=20, capsize=0.2)


@gallery
def pointh():
    sns.pointplot(df, y="c", x="v", ax=new_axes(), n_boot=20)


@gallery
def lineunits():
    sns.lineplot(df.head(24), x="t", y="v", units="h", estimator=None, ax=new_axes())


@gallery
def sobj():
    import seaborn.objects as so

    (
        so.Plot(df, x="c", y="v")
        .add(so.Bar(), so.Agg())
        .add(so.Range(), so.Est())
        .on(plt.gcf())
        .plot()
    )


@gallery
def sobj2():
    import seaborn.objects as so

    (
        so.Plot(df, x="t", y="v", color="h")
        .add(so.Line(), so.Agg())
        .add(so.Band(), so.Est())
        .add(so.Dots())
        .on(plt.gcf())
        .plot()
    )


@gallery
def sobj3():
    import seaborn.objects as so

    (
        so.Plot(df, x="v", color="h")
        .add(so.Bars(), so.Hist(), so.Stack())
        .add(so.Area(), so.KDE())
        .on(plt.gcf())
        .plot()
    )


@gallery
def fancy():
    ax = new_axes()
    ax.add_patch(FancyBboxPatch((0, 0), 1, 1))
    ax.add_patch(Ellipse((0, 0), 1, 2))
    ax.add_patch(Arc((0, 0), 1, 1))
    ax.add_patch(RegularPolygon((0, 0), 5))
    ax.add_patch(ConnectionPatch((0, 0), (1, 1), "data"))
    ax.add_patch(Rectangle((0, 0), 1, 1))


@gallery
def circles():
    ax = new_axes()
    ax.add_collection(
        CircleCollection([5, 6], offsets=[(0, 0), (1, 1)], offset_transform=ax.transData)
    )
    ax.add_collection(
        EllipseCollection([1], [1], [0], units="x", offsets=[(0, 0)], offset_transform=ax.transData)
    )


@gallery
def psd():
    new_axes().psd(df.v, NFFT=16)


@gallery
def xcorr():
    new_axes().xcorr(df.v, df.w, maxlags=2)


@gallery
def tricontour():
    new_axes().tricontourf(df.v, df.w, df.t)


@gallery
def triplot():
    new_axes().triplot([0, 1, 0, 1], [0, 0, 1, 1])


@gallery
def pcolorfast():
    new_axes().pcolorfast(np.eye(3))


@gallery
def nonuniform():
    from matplotlib.image import NonUniformImage

    ax = new_axes()
    im = NonUniformImage(ax, extent=(0, 3, 0, 3))
    im.set_data([0, 1, 3], [0, 1, 3], np.eye(3))
    ax.add_image(im)
    ax.set(xlim=(0, 3), ylim=(0, 3))


@gallery
def figimage():
    plt.figure().figimage(np.eye(5) * 100)


@gallery
def sankey():
    from matplotlib.sankey import Sankey

    Sankey(
        ax=new_axes(), flows=[1, -0.5, -0.5], labels=["a", "b", "c"], orientations=[0, 1, -1]
    ).finish()


@gallery
def anchored():
    from matplotlib.offsetbox import AnchoredText

    new_axes().add_artist(AnchoredText("boxed", loc=2))


@gallery
def quiverkey():
    ax = new_axes()
    q = ax.quiver([0, 1], [0, 1], [3, 1], [4, 0])
    ax.quiverkey(q, 0.5, 1.02, 1, "1 m/s")


@gallery
def scalebar():
    from mpl_toolkits.axes_grid1.anchored_artists import AnchoredSizeBar

    ax = new_axes()
    ax.imshow(np.eye(5))
    ax.add_artist(AnchoredSizeBar(ax.transData, 2, "2 px", 4))


@gallery
def inset_loc():
    from mpl_toolkits.axes_grid1.inset_locator import inset_axes, mark_inset

    ax = new_axes()
    ax.plot([1, 2], [3, 4])
    i = inset_axes(ax, 1, 1)
    i.plot([5, 6], [7, 8])
    mark_inset(ax, i, 1, 2)


@gallery
def parasite():
    from mpl_toolkits.axisartist.parasite_axes import HostAxes

    f = plt.figure()
    h = f.add_axes([0.1, 0.1, 0.6, 0.8], axes_class=HostAxes)
    p = h.get_aux_axes(viewlim_mode=None, sharex=h)
    h.plot([1, 2], [3, 4])
    p.plot([1, 2], [30, 40])


@gallery
def empties():
    ax = new_axes()
    ax.plot([], [])
    ax.bar([], [])
    ax.scatter([], [])
    ax.hist([])
    ax.fill_between([], [])
    ax.errorbar([], [], yerr=[])
    ax.boxplot([[]])


@gallery
def nans():
    ax = new_axes()
    n = np.nan
    ax.plot([n, n], [n, n])
    ax.bar([1, 2], [n, 2])
    ax.scatter([n], [1])
    ax.fill_between([1, 2, 3], [n, 1, 2])
    ax.imshow([[n, 1], [2, n]])
    ax.errorbar([1, 2], [n, 1], yerr=[1, n])


@gallery
def strange():
    ax = new_axes()
    ax.plot(["a", "b"], ["c", "d"])


@gallery
def boolbar():
    new_axes().bar([True, False], [1, 2])


@gallery
def hugevals():
    new_axes().plot([1, 2], [1e300, -1e300])


@gallery
def infs():
    ax = new_axes()
    ax.plot([1, 2, 3], [1, np.inf, 2])
    ax.scatter([1, 2], [np.inf, 1])
    ax.bar([1, 2], [1, 3])


@gallery
def polar_scatter():
    f = plt.figure()
    ax = f.add_subplot(projection="polar")
    ax.scatter([0, -1, 7], [1, 2, 3])
    ax.fill_between([0, 1, 2], [1, 2, 1])


@gallery
def hidden():
    ax = new_axes()
    ax.plot([1, 2], [3, 4], visible=False)
    ax.plot([1, 2], [5, 6], alpha=0)
    b = plt.gcf().add_axes([0, 0, 0.1, 0.1])
    b.set_visible(False)
    b.plot([1])


@gallery
def three_bar():
    f = plt.figure()
    ax = f.add_subplot(projection="3d")
    ax.bar3d([0], [0], [0], 1, 1, 1)
    ax.plot_surface(*np.meshgrid([0, 1], [0, 1]), np.eye(2))
    ax.set_title("3d")


@gallery
def gridspecs():
    f = plt.figure(layout="constrained")
    gs = f.add_gridspec(2, 2)
    f.add_subplot(gs[0, :]).plot([1, 2])
    f.add_subplot(gs[1, 0]).plot([1])
    f.add_subplot(gs[1, 1]).bar([1], [2])


@gallery
def equalasp():
    ax = new_axes()
    ax.plot([0, 1], [0, 5])
    ax.axis("equal")


@gallery
def marginal():
    ax = new_axes()
    ax.hexbin(df.v, df.w, gridsize=4, marginals=True)


@gallery
def clim():
    ax = new_axes()
    ax.scatter(df.v, df.w, c=df.v, cmap="RdBu")


@gallery
def violin_h():
    new_axes().violinplot([[1, 2, 3, 9]], orientation="horizontal", showmedians=True)


@gallery
def raincloud():
    ax = new_axes()
    ax.violinplot([df.v], side="high")
    ax.boxplot([df.v])
    ax.scatter(np.ones(120), df.v)


@pytest.mark.filterwarnings("ignore")  # what the plotting libraries say of these figures
@pytest.mark.parametrize("name", GALLERY)
def test_nothing_raises_and_nothing_is_empty_without_a_word(name):
    GALLERY[name]()
    tables = figures.tables(plt.gcf())
    plt.close("all")
    assert tables.data or tables.omitted or tables.texts or name in EMPTY
    numbered = "SELECT max(n) = count(*) AND min(n) = 1 FROM data GROUP BY panel, series, kind"
    assert {row[0] for row in tables.query(numbered)} <= {1}
    kinds = "SELECT DISTINCT typeof(value), typeof(share) FROM data WHERE kind != 'rule'"
    assert {cell for row in tables.query(kinds) for cell in row} <= {"real", "null"}
    assert tables.query("SELECT count(*) FROM axes WHERE low > high").value == 0
    panels = tables.query("SELECT panel FROM data EXCEPT SELECT panel FROM axes")
    assert all(tables.query("SELECT DISTINCT kind FROM data")[0] == ("pie",) for _ in panels)
