namespace Jarvis.Models.Onnx.Manifests.Tasks;

/// <summary>Gives <c>labels</c>: <c>[{"label", "score"}]</c>, the likeliest first. Of pictures and of texts.</summary>
/// <param name="ranking">Makes labels.</param>
/// <param name="image">Makes pictures ready; null where texts are classified.</param>
/// <param name="text">Makes texts ready; null where pictures are classified.</param>
internal sealed class ClassificationTask(LabelRanking ranking, ImageInput? image, TextInput? text) : IManifestTask
{
    /// <inheritdoc/>
    public async ValueTask<PreparedRequest> PrepareAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        var wanted = ranking.Wanted(request);
        if (image is not null)
        {
            return await image.PrepareAsync(request, (row, _, _) => [TaskJson.Write(ranking.Rank(row, wanted))], cancellationToken).ConfigureAwait(false);
        }

        var encoding = text!.Encode(await TextInput.ReadAsync(request, "text", cancellationToken).ConfigureAwait(false));
        return new([text.Feed(encoding)], rows => [TaskJson.Write(ranking.Rank(rows[0], wanted))]);
    }
}
