using System.Collections.Immutable;
using Jarvis.Identity;
using Jarvis.Models.Process.Commands;
using Jarvis.Planning;

namespace Jarvis.Models.Process.Ffmpeg;

/// <summary>The cards of what ffmpeg does by itself.</summary>
internal sealed class FfmpegSource(ProgramFinder programs) : IModelSource
{
    private const string Licence = "GPL-2.0-or-later";

    /// <inheritdoc/>
    public Task<ImmutableArray<ModelStatus>> DiscoverAsync(CancellationToken cancellationToken)
    {
        var unavailable = programs.WhyMissing("ffmpeg") ?? programs.WhyMissing("ffprobe");
        ImmutableArray<ModelCard> cards =
        [
            Card("ffmpeg/edgedetect", EdgeRunner.RunnerName, TaskTypes.CannyControl, "Draws edges white on black (Canny's method)."),
            Card(
                "ffmpeg/extract-audio",
                ExtractAudioRunner.RunnerName,
                TaskTypes.VideoToAudio,
                "Takes the first sound track out of a video, as WAV."),
            Card(
                "ffmpeg/filters",
                ImageFilterRunner.RunnerName,
                TaskTypes.ImageToImage,
                "Resizes, crops, rotates, flips, blurs, sharpens, inverts or greys an image.") with
            {
                Accepts = ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("operation", ImageFilters.Operations),
            },
            Card("ffmpeg/frames", FramesRunner.RunnerName, TaskTypes.VideoToImages, "Takes up to 64 pictures out of a video, as JPEG."),
            Card("ffmpeg/slideshow", SlideshowRunner.RunnerName, TaskTypes.ImagesToVideo, "Makes an MP4 slide show of up to 100 images."),
        ];
        return Task.FromResult<ImmutableArray<ModelStatus>>([.. cards.Select(card => new ModelStatus(card, DeviceId.Cpu, unavailable))]);
    }

    private static ModelCard Card(string id, string runner, string taskType, string description) =>
        new(new ModelId(id), runner, [taskType], description)
        {
            Licence = Licence,
            Quality = 0.6,
            Concurrency = Environment.ProcessorCount,
        };
}
