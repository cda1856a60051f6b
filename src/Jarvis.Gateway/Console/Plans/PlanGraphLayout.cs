using System.Collections.Immutable;
using Jarvis.Planning;

namespace Jarvis.Gateway.Console.Plans;

/// <summary>
/// Draws a plan from left to right: each task one layer after the last that it needs, and within a layer where few lines cross (the barycentres of its
/// neighbours, there and back some times; Sugiyama, Tagawa and Toda 1981). The same plan is always drawn the same.
/// </summary>
internal static class PlanGraphLayout
{
    internal const double NodeWidth = 208;
    internal const double NodeHeight = 70;
    private const double LayerGap = 56;
    private const double NodeGap = 18;
    private const double LaneHeight = 14;
    private const double Margin = 6;
    private const int Sweeps = 4;

    /// <summary>Draws tasks. What one needs that is not among them, or would go round in a circle, is left out.</summary>
    internal static PlanGraph Of(IEnumerable<PlannedTask> plan)
    {
        var tasks = plan.OrderBy(task => task.Id).ToList();
        var known = tasks.Select(task => task.Id).ToHashSet();
        var layers = LayersOf(tasks, known);
        var rows = new List<List<Slot>>();
        var slots = tasks.OrderBy(task => layers[task.Id]).ToDictionary(task => task.Id, task => Add(rows, layers[task.Id], task.Id));
        var chains = new List<(int From, int To, bool IsOrder, List<Slot> Chain)>();
        foreach (var task in tasks)
        {
            var data = task.DataDependencies();
            foreach (var needed in task.Dependencies().Where(id => known.Contains(id) && layers[id] < layers[task.Id]))
            {
                chains.Add((needed, task.Id, !data.Contains(needed), Join(rows, slots[needed], slots[task.Id])));
            }
        }

        Order(rows);
        var height = Place(rows);
        return new(
            (2 * Margin) + (rows.Count * NodeWidth) + (Math.Max(0, rows.Count - 1) * LayerGap),
            height,
            [.. rows.SelectMany(row => row).Where(slot => slot.Task is not null).Select(slot => new PlanGraphNode(slot.Task!.Value, slot.Layer, X(slot), slot.Y))],
            [.. chains.Select(edge => new PlanGraphEdge(edge.From, edge.To, edge.IsOrder, [.. Points(edge.Chain)]))]);
    }

    /// <summary>The longest way to each task, in tasks.</summary>
    private static Dictionary<int, int> LayersOf(List<PlannedTask> tasks, HashSet<int> known)
    {
        var layers = tasks.ToDictionary(task => task.Id, _ => 0);
        var left = tasks.ToDictionary(task => task.Id, task => task.Dependencies().Count(known.Contains));
        var needs = tasks.SelectMany(task => task.Dependencies().Where(known.Contains).Select(needed => (needed, task.Id))).ToLookup(edge => edge.needed, edge => edge.Id);
        var ready = new Queue<int>(left.Where(task => task.Value == 0).Select(task => task.Key).Order());
        while (ready.TryDequeue(out var id))
        {
            foreach (var next in needs[id])
            {
                layers[next] = Math.Max(layers[next], layers[id] + 1);
                if (--left[next] == 0)
                {
                    ready.Enqueue(next);
                }
            }
        }

        return layers;
    }

    private static Slot Add(List<List<Slot>> rows, int layer, int? task)
    {
        while (rows.Count <= layer)
        {
            rows.Add([]);
        }

        var slot = new Slot(layer, task) { Place = rows[layer].Count };
        rows[layer].Add(slot);
        return slot;
    }

    /// <summary>A line over several layers has a lane of its own in those between.</summary>
    private static List<Slot> Join(List<List<Slot>> rows, Slot from, Slot to)
    {
        List<Slot> chain = [from];
        for (var layer = from.Layer + 1; layer < to.Layer; layer++)
        {
            chain.Add(Add(rows, layer, null));
        }

        chain.Add(to);
        for (var i = 1; i < chain.Count; i++)
        {
            chain[i - 1].After.Add(chain[i]);
            chain[i].Before.Add(chain[i - 1]);
        }

        return chain;
    }

    /// <summary>A sweep can make worse what another made good: the best of all is taken.</summary>
    private static void Order(List<List<Slot>> rows)
    {
        var best = Remember(rows);
        for (var sweep = 0; sweep < Sweeps && best.Crossings > 0; sweep++)
        {
            for (var layer = 1; layer < rows.Count; layer++)
            {
                Sort(rows[layer], slot => slot.Before);
            }

            best = Better(best, rows);
            for (var layer = rows.Count - 2; layer >= 0; layer--)
            {
                Sort(rows[layer], slot => slot.After);
            }

            best = Better(best, rows);
        }

        for (var layer = 0; layer < rows.Count; layer++)
        {
            rows[layer] = best.Rows[layer];
        }
    }

    private static (int Crossings, List<List<Slot>> Rows) Better((int Crossings, List<List<Slot>> Rows) best, List<List<Slot>> rows) =>
        Remember(rows) is var now && now.Crossings < best.Crossings ? now : best;

    private static (int Crossings, List<List<Slot>> Rows) Remember(List<List<Slot>> rows) => (rows.Sum(Crossings), [.. rows.Select(row => row.ToList())]);

    /// <summary>How many lines to the next layer cross.</summary>
    private static int Crossings(List<Slot> row)
    {
        var lines = row.SelectMany(from => from.After.Select(to => (From: from.Place, To: to.Place))).ToList();
        return lines.Sum(one => lines.Count(other => one.From < other.From && one.To > other.To));
    }

    private static void Sort(List<Slot> row, Func<Slot, List<Slot>> neighbours)
    {
        var sorted = row.OrderBy(slot => neighbours(slot) is { Count: > 0 } near ? near.Average(other => (double)other.Place) : slot.Place).ToList();
        for (var place = 0; place < sorted.Count; place++)
        {
            row[place] = sorted[place];
            row[place].Place = place;
        }
    }

    /// <returns>The height of all.</returns>
    private static double Place(List<List<Slot>> rows)
    {
        var height = rows.Select(HeightOf).DefaultIfEmpty(0).Max();
        foreach (var row in rows)
        {
            var y = Margin + ((height - HeightOf(row)) / 2);
            foreach (var slot in row)
            {
                slot.Y = y;
                y += slot.Height + NodeGap;
            }
        }

        return height + (2 * Margin);
    }

    private static double HeightOf(List<Slot> row) => row.Sum(slot => slot.Height) + (NodeGap * Math.Max(0, row.Count - 1));

    private static double X(Slot slot) => Margin + (slot.Layer * (NodeWidth + LayerGap));

    private static IEnumerable<(double X, double Y)> Points(List<Slot> chain)
    {
        foreach (var slot in chain)
        {
            if (slot != chain[0])
            {
                yield return (X(slot), slot.Middle);
            }

            if (slot != chain[^1])
            {
                yield return (X(slot) + NodeWidth, slot.Middle);
            }
        }
    }

    /// <summary>A task's place in its layer, or that of a line which goes through.</summary>
    private sealed class Slot(int layer, int? task)
    {
        internal int Layer { get; } = layer;

        internal int? Task { get; } = task;

        internal int Place { get; set; }

        internal double Y { get; set; }

        internal double Height => Task is null ? LaneHeight : NodeHeight;

        internal double Middle => Y + (Height / 2);

        internal List<Slot> Before { get; } = [];

        internal List<Slot> After { get; } = [];
    }
}
