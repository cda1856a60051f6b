using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models;
using Jarvis.Planning;
using Jarvis.Planning.Offline;
using Jarvis.Resources;

namespace Jarvis.Core.Tests.Planning.Offline;

/// <summary>Runs the offline planner with the models of a machine that has the local ones.</summary>
internal static class OfflinePlans
{
    internal static readonly ImmutableArray<ModelStatus> LocalModels =
    [
        Model("paddle/ocr", TaskTypes.ImageToText),
        Model("silero/vad", TaskTypes.VoiceActivityDetection),
        Model("pocketsphinx/en-us", TaskTypes.AutomaticSpeechRecognition),
        Model("flite/slt", TaskTypes.TextToSpeech),
        Model("apertium/eng-spa", TaskTypes.Translation),
        Model("ffmpeg/edges", TaskTypes.CannyControl),
        Model("ffmpeg/image-filters", TaskTypes.ImageToImage),
        Model("ffmpeg/sound", TaskTypes.VideoToAudio),
        Model("ffmpeg/frames", TaskTypes.VideoToImages),
        Model("ffmpeg/slideshow", TaskTypes.ImagesToVideo),
        Model("onnx/depth", TaskTypes.DepthEstimation) with { Unavailable = "Install the npm package depth-model." },
    ];

    internal static readonly TurnId Turn = new(new ConversationId(new TenantId("home"), "chat"), 9);

    internal static ModelStatus Model(string id, params ImmutableArray<string> types) =>
        new(new ModelCard(new ModelId(id), "test", types, "A model for tests."), DeviceId.Parse("cpu"));

    /// <summary>An earlier turn: what the user attached, then what was made, as <c>name by model</c>.</summary>
    internal static PastTurn Past(int number, string attached, string made = "")
    {
        var resources = SampleResources.AllNamed(attached);
        var results = made.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text =>
        {
            var parts = text.Split(" by ");
            return SampleResources.Named(parts[0]) with
            {
                Lineage = new Lineage(Turn.Conversation.Turn(number).Task(0), new ModelId(parts[1]), [.. resources.Select(resource => resource.Id)]),
            };
        });
        return new PastTurn(number, "Do something.", "Done.", [.. resources, .. results]);
    }

    internal static async Task<ImmutableArray<PlanStep>> StepsAsync(
        string request, string files = "", ImmutableArray<PastTurn> history = default, ImmutableArray<ModelStatus> models = default)
    {
        var steps = ImmutableArray.CreateBuilder<PlanStep>();
        var planning = new PlanningRequest(Turn, request)
        {
            Attachments = SampleResources.AllNamed(files),
            History = history.IsDefault ? [] : history,
            Models = models.IsDefault ? LocalModels : models,
        };
        await foreach (var step in new OfflinePlanner(TaskTypeCatalog.Default).PlanAsync(planning, CancellationToken.None))
        {
            steps.Add(step);
        }

        return steps.ToImmutable();
    }

    /// <summary>The plan in its notation, with what was dropped after a bar. Fails where the plan is not valid.</summary>
    internal static async Task<string> PlanAsync(string request, string files = "", ImmutableArray<PastTurn> history = default)
    {
        var steps = await StepsAsync(request, files, history);
        var resources = Resources(files, history);
        var tasks = steps.OfType<TaskProposed>().Select(step => step.Task).ToImmutableArray();
        tasks.Aggregate(PlanDraft.Create(TaskTypeCatalog.Default, resources, PlanLimits.Default), (draft, task) => draft.Add(task, out _)).Finish(out var invalid);
        Assert.Empty(invalid);
        var dropped = steps.OfType<PartDropped>().Select(part => $"{part.Part}: {part.Reason}").ToList();
        var answer = steps.OfType<AnsweredDirectly>().Any() ? " | answered" : "";
        return PlanNotation.Write(tasks, resources) + (dropped.Count == 0 ? "" : $" | {string.Join(" | ", dropped)}") + answer;
    }

    internal static IEnumerable<Resource> Resources(string files, ImmutableArray<PastTurn> history) =>
        SampleResources.AllNamed(files).Concat(history.IsDefault ? [] : history.SelectMany(turn => turn.Resources));
}
