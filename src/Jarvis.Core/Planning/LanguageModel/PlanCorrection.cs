using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Jarvis.Media;
using Jarvis.Planning.Offline;

namespace Jarvis.Planning.LanguageModel;

/// <summary>
/// Mends near misses of a task without asking the model again: an unknown type becomes the one that was meant, values go to the ports
/// that take them, options get the form that they have to have. As in the training-free method of "Can Graph Learning Improve Planning in
/// LLM-based Agents?" (Wu et al., NeurIPS 2024), a type is judged by its words together with its neighbours in the graph of types: what
/// the tasks that it takes results of can give it. What is right stays as it is.
/// </summary>
internal sealed partial class PlanCorrection(TaskTypeCatalog catalog, PlanReferences references, NearestType nearest)
{
    /// <summary>How the names of arguments begin that were given without names.</summary>
    internal const string Unnamed = "#";

    /// <summary>Mends a task where it can be.</summary>
    /// <param name="task">The task.</param>
    /// <param name="typeOf">The type of another task of the plan, where it is known yet.</param>
    internal PlannedTask Correct(PlannedTask task, Func<int, TaskType?> typeOf)
    {
        var type = catalog.Find(task.Type);
        if (type is null)
        {
            task = SplitPair(task);
            type = catalog.Find(task.Type) ?? nearest.Of(task.Type, candidate => Fit(candidate, task, typeOf));
        }

        return type is null ? task : Fill(type, task with { Type = type.Name }, typeOf);
    }

    /// <summary>Hugging Face's names of pipelines for one pair of languages, such as <c>translation_en_to_es</c>.</summary>
    private static PlannedTask SplitPair(PlannedTask task) => Pair().Match(task.Type) is { Success: true } pair
        && Languages.CodeOf(pair.Groups[1].Value) is { } source
        && Languages.CodeOf(pair.Groups[2].Value) is { } target
            ? task with
            {
                Type = TaskTypes.Translation,
                Arguments = task.Arguments.SetItem("source", new TextArgument(source)).SetItem("target", new TextArgument(target)),
            }
            : task;

    /// <summary>The share of what a task is given that a type has ports for; 0 where it has none for a file or a result.</summary>
    private double Fit(TaskType type, PlannedTask task, Func<int, TaskType?> typeOf)
    {
        var values = task.Arguments.Values.Where(value => value is not TextArgument).ToList();
        return values.Any(value => !type.Inputs.Any(port => Takes(port, value, typeOf))) ? 0 : 0.5 + (values.Count > 0 ? 0.5 : 0);
    }

    private PlannedTask Fill(TaskType type, PlannedTask task, Func<int, TaskType?> typeOf)
    {
        var filled = ImmutableDictionary.CreateBuilder<string, Argument>();
        var loose = new List<(string Name, Argument Value)>();
        foreach (var (name, value) in task.Arguments.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var known = type.Inputs.Select(port => port.Name).Concat(type.Options.Select(option => option.Name))
                .FirstOrDefault(own => own.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (known is not null
                && (type.Option(known) is not null || Takes(type.Input(known)!, value, typeOf))
                && filled.TryAdd(known, value))
            {
                continue;
            }

            loose.Add((name, value));
        }

        foreach (var (name, value) in loose)
        {
            filled[Place(type, name, value, filled, typeOf) ?? name] = value;
        }

        foreach (var option in type.Options.Where(option => filled.ContainsKey(option.Name)))
        {
            filled[option.Name] = Form(option, filled[option.Name]);
        }

        return task with { Arguments = filled.ToImmutableDictionary(pair => pair.Key, pair => WithoutWrongPort(pair.Value, typeOf)) };
    }

    /// <summary>Where a value belongs that its name says nothing of, or null.</summary>
    private string? Place(
        TaskType type, string name, Argument value, ImmutableDictionary<string, Argument>.Builder filled, Func<int, TaskType?> typeOf)
    {
        var ports = type.Inputs.Where(port => !filled.ContainsKey(port.Name) && Takes(port, value, typeOf)).ToList();
        if (value is TextArgument text && !name.StartsWith(Unnamed, StringComparison.Ordinal))
        {
            var words = NearestType.Words(name).ToHashSet();
            var option = type.Options.Where(option => !filled.ContainsKey(option.Name))
                .Select(option => (option.Name, Score: (2 * NearestType.Words(option.Name).Count(words.Contains))
                    + (Languages.CodeOf(text.Text) is not null ? NearestType.Words(option.Description).Count(words.Contains) : 0)
                    + (option.Required ? 0.5 : 0)))
                .Where(option => option.Score >= 1)
                .OrderByDescending(option => option.Score)
                .Select(option => option.Name)
                .FirstOrDefault();
            if (option is not null)
            {
                return option;
            }

            // A number is a setting, not what is worked on.
            if (double.TryParse(text.Text, CultureInfo.InvariantCulture, out _))
            {
                return null;
            }
        }

        var near = NearestName.Of(name, ports.Select(port => port.Name));
        var required = ports.Where(port => port.Required).ToList();
        return near
            ?? (required.Count == 1 || (required.Count > 1 && name.StartsWith(Unnamed, StringComparison.Ordinal)) ? required[0].Name : null)
            ?? (ports.Count == 1 && value is not TextArgument ? ports[0].Name : null);
    }

    private static Argument Form(TaskOption option, Argument value)
    {
        if (value is not TextArgument { Text: var text })
        {
            return value;
        }

        if (!option.Values.IsEmpty)
        {
            return new TextArgument(option.Values.Contains(text) ? text : NearestName.Of(text.Trim(), option.Values) ?? text);
        }

        return option.Description.Contains("ISO 639", StringComparison.Ordinal) && Languages.CodeOf(text) is { } code
            ? new TextArgument(code)
            : value;
    }

    /// <summary>An output that a task does not have is left open: the first one that fits is taken then.</summary>
    private static Argument WithoutWrongPort(Argument value, Func<int, TaskType?> typeOf) => value switch
    {
        OutputArgument { Port: { } port } output when typeOf(output.Task) is { } type && type.Output(port) is null =>
            output with { Port = null },
        ListArgument list => new ListArgument([.. list.Items.Select(item => WithoutWrongPort(item, typeOf))]),
        _ => value,
    };

    /// <summary>Whether a value is, as far as can be known yet, of a port's kind.</summary>
    private bool Takes(Port port, Argument value, Func<int, TaskType?> typeOf) => value switch
    {
        TextArgument => port.Kind == MediaKind.Text,
        ResourceArgument resource =>
            references.Resources.FirstOrDefault(known => known.Id == resource.Resource) is not { } found || found.Kind == port.Kind,
        OutputArgument output => typeOf(output.Task) is not { } type || type.Outputs.Any(given => given.Kind == port.Kind),
        ListArgument list => list.Items.All(item => Takes(port, item, typeOf)),
        _ => false,
    };

    [GeneratedRegex("^translation[_-]([A-Za-z]{2,12})[_-](?:to[_-])?([A-Za-z]{2,12})$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Pair();
}
