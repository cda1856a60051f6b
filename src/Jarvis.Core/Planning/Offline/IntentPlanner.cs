using System.Collections.Immutable;
using Jarvis.Media;

namespace Jarvis.Planning.Offline;

/// <summary>Makes tasks of intents, one after the other; what one makes is what the next may talk about.</summary>
internal sealed class IntentPlanner(Wording wording, Surroundings surroundings, TaskTypeCatalog catalog, ServedTypes served)
{
    private static readonly ImmutableDictionary<string, string> NoOptions = ImmutableDictionary<string, string>.Empty;
    private readonly ObjectReader _objects = new(wording, surroundings, catalog);
    private readonly PlanWriter _writer = new(catalog);
    private ImmutableArray<Thing> _last = [];

    /// <summary>The tasks so far.</summary>
    internal IReadOnlyList<PlannedTask> Tasks => _writer.Tasks;

    /// <summary>What cannot be done.</summary>
    internal List<PartDropped> Dropped { get; } = [];

    /// <summary>Says of the files that were named and left aside why they were.</summary>
    internal void Finish()
    {
        Dropped.AddRange(_objects.LeftAside.Where(part => part.Thing is null || !surroundings.IsUsed(part.Thing))
            .Select(part => new PartDropped(part.Name, part.Reason))
            .Distinct());
    }

    /// <summary>Plans an intent, after what is done first for it.</summary>
    /// <returns>What it gives.</returns>
    internal ImmutableArray<Thing> Plan(Intent intent)
    {
        var inner = intent.Inner is not null ? Plan(intent.Inner) : intent.Continues ? _last : [];
        string? fault = null;
        var things = inner.IsEmpty ? _objects.Read(intent, out fault) : inner;
        if (things.FirstOrDefault(thing => thing.IsMissing) is { } missing)
        {
            return Drop(intent, intent.Types[0], $"It needs {missing.Label}, which cannot be done.");
        }

        var type = TypeFor(intent, things);
        if (fault is not null)
        {
            return Drop(intent, type, served.Contains(type) ? fault : served.WhyNot(type));
        }

        if (!served.Contains(type))
        {
            return Drop(intent, type, served.WhyNot(type));
        }

        var settings = Settings(intent, type, out fault);
        var ready = fault is null ? Bridge(things, type, out fault) : [];
        if (fault is not null)
        {
            return Drop(intent, type, fault);
        }

        var made = type == TaskTypes.Translation ? Translate(intent, ready) : Run(intent, type, ready, settings);
        surroundings.Mention(made);
        _last = made;
        return made;
    }

    private string TypeFor(Intent intent, ImmutableArray<Thing> things) => intent.Types
        .OrderBy(type => things.Select(thing => Bridges.Path(thing, type, catalog)?.Length ?? int.MaxValue).DefaultIfEmpty(0).Max())
        .ThenBy(type => served.Contains(type) ? 0 : 1)
        .First();

    /// <summary>Puts tasks between the things and the port that takes them: one for all things of a kind.</summary>
    private ImmutableArray<Thing> Bridge(ImmutableArray<Thing> things, string target, out string? fault)
    {
        fault = null;
        var ready = ImmutableArray.CreateBuilder<Thing>();
        foreach (var group in things.GroupBy(thing => thing.Kind))
        {
            ImmutableArray<Thing> at = [.. group];
            if (Bridges.Path(at[0], target, catalog) is not { } path)
            {
                fault = $"{target} takes {KindNames.OneOf(PlanPorts.Main(catalog.Find(target)!).Kind)}, and {at[0].Label} gives {KindNames.OneOf(at[0].Kind)}.";
                return [];
            }

            foreach (var type in path)
            {
                if (!served.Contains(type))
                {
                    fault = served.WhyNot(type);
                    return [];
                }

                at = [Add(type, at, NoOptions)];
                surroundings.Mention(at);
            }

            ready.AddRange(at);
        }

        return ready.ToImmutable();
    }

    /// <summary>The options that the words set, where they are not about languages.</summary>
    private ImmutableDictionary<string, string> Settings(Intent intent, string type, out string? fault)
    {
        fault = null;
        var part = wording.Part(intent);
        switch (type)
        {
            case TaskTypes.ImageToImage:
                return ImageSettings.Read(intent.Operation!, part, out fault);
            case TaskTypes.VideoToImages:
                return TimeSettings.ReadFrames(part);
            case TaskTypes.ImagesToVideo:
                return TimeSettings.ReadSlideshow(part);
            case TaskTypes.Translation when LanguageSettings.Read(part).Targets.IsEmpty:
                fault = "It names no known language to translate to; say it as 'to Spanish'.";
                return NoOptions;
            default:
                return NoOptions;
        }
    }

    private ImmutableArray<Thing> Translate(Intent intent, ImmutableArray<Thing> texts)
    {
        var languages = LanguageSettings.Read(wording.Part(intent));
        return [.. languages.Targets.Select(target => TranslateTo(target, languages.Source, texts))];
    }

    private Thing TranslateTo(string target, string? source, ImmutableArray<Thing> texts)
    {
        var options = NoOptions.Add("target", target);
        return Add(TaskTypes.Translation, texts, source is null ? options : options.Add("source", source));
    }

    private ImmutableArray<Thing> Run(Intent intent, string type, ImmutableArray<Thing> things, ImmutableDictionary<string, string> settings)
    {
        var languages = LanguageSettings.Read(wording.Part(intent));
        var isTranslatedBefore = intent.Inner?.Types.Contains(TaskTypes.Translation) == true;
        switch (type)
        {
            case TaskTypes.ImagesToVideo:
                return [Add(type, things, settings, Sound(intent))];
            case TaskTypes.TextToSpeech:
                var texts = isTranslatedBefore ? things : InLanguages(languages, things);
                return Speak(texts, languages.Voice);
            case TaskTypes.AutomaticSpeechRecognition when intent.Phrase.Elements[0].Words.Contains("transcribe"):
                var spoken = languages.Source ?? languages.Targets.FirstOrDefault();
                return [Add(type, things, spoken is null ? NoOptions : NoOptions.Add("language", spoken))];
            case TaskTypes.ImageToText or TaskTypes.AutomaticSpeechRecognition:
                ImmutableArray<Thing> read = [Add(type, things, NoOptions)];
                surroundings.Mention(read);
                return intent.IsInner ? read : InLanguages(languages, read);
            case TaskTypes.SentenceSimilarity:
                return things is [var one, var other]
                    ? [Add(type, [one], NoOptions, new() { ["text2"] = [other] })]
                    : Drop(intent, type, "Two texts are compared; put both in quotes.");
            default:
                return [Add(type, things, settings, Question(type, intent))];
        }
    }

    /// <summary>"Read it aloud in Spanish" asks for a translation too, unless the text is one to Spanish already.</summary>
    private ImmutableArray<Thing> InLanguages(LanguageSettings languages, ImmutableArray<Thing> texts)
    {
        if (languages.Targets.IsEmpty || !served.Contains(TaskTypes.Translation) || texts.All(text => IsIn(text, languages.Targets)))
        {
            return texts;
        }

        return [.. languages.Targets.Select(target => TranslateTo(target, languages.Source, texts))];
    }

    private bool IsIn(Thing text, ImmutableArray<string> targets) => LanguageOf(text) is { } language && targets.Contains(language);

    /// <summary>The language that a text was translated to in this plan; null for any other text.</summary>
    private string? LanguageOf(Thing text) => text.Value is OutputArgument output
        ? (_writer.Tasks[output.Task].Arguments.GetValueOrDefault("target") as TextArgument)?.Text
        : null;

    /// <summary>A voice speaks one language, so texts of several are read by several.</summary>
    private ImmutableArray<Thing> Speak(ImmutableArray<Thing> texts, string? voice) =>
    [
        .. texts
            .GroupBy(text => voice ?? LanguageOf(text))
            .Select(group => Add(TaskTypes.TextToSpeech, [.. group], group.Key is { } language ? NoOptions.Add("language", language) : NoOptions)),
    ];

    private Dictionary<string, ImmutableArray<Thing>> Sound(Intent intent)
    {
        var named = intent.Arguments
            .Select(at => wording.Tokens[at].Resource)
            .OfType<Resources.Resource>()
            .Select(surroundings.ThingOf)
            .FirstOrDefault(thing => thing?.Kind == MediaKind.Audio);
        var isAsked = intent.Arguments.Any(at => wording.Tokens[at].Is("music")
            || Vocabulary.NounOf(wording.Tokens[at])?.Kinds.Contains(MediaKind.Audio) == true);
        var there = surroundings.Focus.SelectMany(things => things).Concat(surroundings.Attachments);
        var sound = named ?? (isAsked ? there.FirstOrDefault(thing => thing.Kind == MediaKind.Audio) : null);
        return sound is null ? [] : new() { ["audio"] = [sound] };
    }

    private Dictionary<string, ImmutableArray<Thing>> Question(string type, Intent intent) => catalog.Find(type)!.Input("question") is null
        ? []
        : new() { ["question"] = [new Thing(MediaKind.Text, new TextArgument(wording.Quote(intent)), "the question")] };

    private Thing Add(
        string type,
        ImmutableArray<Thing> things,
        ImmutableDictionary<string, string> options,
        Dictionary<string, ImmutableArray<Thing>>? more = null)
    {
        var inputs = more ?? [];
        inputs[PlanPorts.Main(catalog.Find(type)!).Name] = things;
        foreach (var thing in inputs.Values.SelectMany(values => values))
        {
            surroundings.Use(thing);
        }

        return _writer.Add(type, inputs, options, type);
    }

    private ImmutableArray<Thing> Drop(Intent intent, string type, string reason)
    {
        var part = wording.Quote(intent);
        var canRead = type is TaskTypes.VisualQuestionAnswering or TaskTypes.DocumentQuestionAnswering
            && served.Contains(TaskTypes.ImageToText) && surroundings.Attachments.Any(thing => thing.Kind == MediaKind.Image);
        Dropped.Add(new PartDropped(part, canRead ? reason + " Its text can be read: ask 'What does it say?'." : reason));
        ImmutableArray<Thing> lost = [new Thing(catalog.Find(type)!.Outputs[0].Kind, null, $"'{part}'") { MadeBy = type }];
        surroundings.Mention(lost);
        _last = lost;
        return lost;
    }
}
