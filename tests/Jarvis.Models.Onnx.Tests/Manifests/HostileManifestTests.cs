using System.Text;
using System.Text.Json.Nodes;
using Jarvis.Conformance.Onnx;
using Jarvis.Errors;
using Jarvis.Models.Onnx.Tests.Images;
using Jarvis.Planning;

namespace Jarvis.Models.Onnx.Tests.Manifests;

/// <summary>Manifests, models and their files are anybody's.</summary>
public sealed class HostileManifestTests : IAsyncDisposable
{
    private const string Task1 = TaskTypes.ImageClassification;

    private readonly ManifestDesk _desk = new();

    public static TheoryData<string, string, int, string> Wrong => new()
    {
        { "\"version\": 1", "\"version\": 2", 2, "version" },
        { "\"task\"", "\"tusk\"", 3, "tusk" },
        { "image-classification", "text-to-video", 3, "task" },
        { "\"kind\": \"image\"", "\"kind\": \"smell\"", 8, "inputs[0].kind" },
        { "\"role\": \"logits\"", "\"role\": \"boxes\"", 11, "outputs" },
        { "\"height\": 8", "\"height\": 0", 18, "image.size" },
        { "\"height\": 8", "\"height\": \"8\"", 19, "image.size.height" },
        { "\"height\": 8", "\"height\": 8, \"height\": 8", 19, "image.size" },
        { "\"size\"", "\"resize\": \"none\", \"size\"", 18, "image.size" },
        { "\"size\"", "\"image_std\": [1, 0, 1], \"size\"", 18, "image.image_std" },
        { "\"labels\"", "\"sha256\": \"12\", \"labels\"", 23, "sha256" },
        { "\"labels\"", "\"labels_file\": \"a\", \"labels\"", 23, "labels" },
        { "\"labels\"", "\"postprocess\": { \"threshold\": 7 }, \"labels\"", 23, "postprocess.threshold" },
        { "\"model\": \"model.onnx\"", "\"model\": \"../model.onnx\"", 4, "model" },
        { "\"model\": \"model.onnx\"", "\"model\": \"/etc/passwd\"", 4, "model" },
        { "\"model\": \"model.onnx\"", "\"model\": \"none.onnx\"", 4, "model" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_said_with_its_field_and_line(string from, string to, int line, string field)
    {
        WriteModel();
        var path = Path.Combine(_desk.Folder, "manifest.json");
        var text = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, text.Replace(from, to, StringComparison.Ordinal));

        var reason = await _desk.WhyUnavailableAsync(Task1);

        Assert.StartsWith($"manifest.json: line {line}, {field}", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_manifest_is_ready_and_a_missing_field_is_named()
    {
        WriteModel();
        Assert.Null(await _desk.WhyUnavailableAsync(Task1));
        Assert.Contains("the card's task types are image-to-image", await _desk.WhyUnavailableAsync(TaskTypes.ImageToImage), StringComparison.Ordinal);

        var manifest = Manifest();
        manifest.Remove("inputs");
        _desk.WriteManifest(manifest);
        Assert.Contains("inputs", await _desk.WhyUnavailableAsync(Task1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFF", "\"version\": 2", 2)]
    [InlineData("", "\"version\": 1, \"outputs\": [null]", 0)]
    public async Task A_manifest_that_is_odd_besides_being_wrong_is_still_told_of(string before, string version, int line)
    {
        WriteModel();
        var path = Path.Combine(_desk.Folder, "manifest.json");
        var manifest = Manifest();
        if (line == 0)
        {
            manifest.Remove("outputs");
            _desk.WriteManifest(manifest);
        }

        await File.WriteAllTextAsync(path, before + (await File.ReadAllTextAsync(path)).Replace("\"version\": 1", version, StringComparison.Ordinal));

        Assert.StartsWith(line == 0 ? "manifest.json: line" : $"manifest.json: line {line}, version", await _desk.WhyUnavailableAsync(Task1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_parts_are_longer_than_what_holds_them_is_damaged_and_holds_nobody_up()
    {
        WriteModel();
        // Field 7, the graph, of 1 byte: in it a field whose length, read past that byte, would lead back to where it began.
        byte[] loop = [0x3A, 0x01, 0x0A, .. Varint(-11), 0, 0, 0, 0];
        await File.WriteAllBytesAsync(Path.Combine(_desk.Folder, "model.onnx"), loop);

        var reason = await _desk.WhyUnavailableAsync(Task1).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("damaged", reason, StringComparison.Ordinal);

        static byte[] Varint(long value)
        {
            var (rest, bytes) = ((ulong)value, new List<byte>());
            for (; rest > 0x7F; rest >>= 7)
            {
                bytes.Add((byte)(rest | 0x80));
            }

            return [.. bytes, (byte)rest];
        }
    }

    [Fact]
    public async Task A_model_of_another_hash_is_not_run()
    {
        WriteModel();
        var manifest = Manifest();
        manifest["sha256"] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_desk.Folder, "model.onnx"))));
        _desk.WriteManifest(manifest);
        Assert.Null(await _desk.WhyUnavailableAsync(Task1));

        manifest["sha256"] = new string('0', 64);
        _desk.WriteManifest(manifest);
        Assert.StartsWith("model.onnx: its SHA-256 is not the one", await _desk.WhyUnavailableAsync(Task1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_out_of_the_folder_is_not_followed()
    {
        WriteModel();
        var outside = Directory.CreateTempSubdirectory("jarvis-outside").FullName;
        try
        {
            File.Move(Path.Combine(_desk.Folder, "model.onnx"), Path.Combine(outside, "model.onnx"));
            File.CreateSymbolicLink(Path.Combine(_desk.Folder, "model.onnx"), Path.Combine(outside, "model.onnx"));
            Assert.Contains("a link out of the manifest's folder", await _desk.WhyUnavailableAsync(Task1), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public async Task Operators_of_others_are_refused_by_their_domain()
    {
        WriteModel();
        var path = Path.Combine(_desk.Folder, "model.onnx");

        // A node of the graph (field 7 of the model, 1 of the graph) with a domain (7), added to what is there.
        byte[] node = [0x3A, 7, .. "evil.io"u8];
        byte[] graph = [0x0A, (byte)node.Length, .. node];
        await File.WriteAllBytesAsync(path, [.. await File.ReadAllBytesAsync(path), 0x3A, (byte)graph.Length, .. graph]);

        Assert.Equal("model.onnx: it needs operators of 'evil.io', which ONNX Runtime does not have; export it with standard operators.", await _desk.WhyUnavailableAsync(Task1));
    }

    [Theory]
    [InlineData("../../../etc/passwd", "is not one inside the manifest's folder")]
    [InlineData("/etc/passwd", "is not one inside the manifest's folder")]
    [InlineData("weights.bin", "the file 'weights.bin' is missing")]
    public async Task Weights_in_other_files_have_to_be_in_the_folder(string location, string expected)
    {
        await NameWeightsAsync(location);

        Assert.Contains(expected, await _desk.WhyUnavailableAsync(Task1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_may_be_no_second_name_of_a_file_that_is_elsewhere()
    {
        await NameWeightsAsync("weights.bin");
        var weights = Path.Combine(_desk.Folder, "weights.bin");
        await File.WriteAllBytesAsync(weights, new byte[16]);
        Assert.Null(await _desk.WhyUnavailableAsync(Task1));

        var elsewhere = Directory.CreateTempSubdirectory("jarvis-elsewhere-").FullName;
        try
        {
            File.Delete(weights);
            await File.WriteAllBytesAsync(Path.Combine(elsewhere, "secret"), new byte[16]);
            Conformance.Tool.Run("ln", $"{elsewhere}/secret {weights}");

            Assert.Contains("'weights.bin' is a hard link", await _desk.WhyUnavailableAsync(Task1), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }
    }

    [Fact]
    public async Task A_damaged_model_is_unavailable_at_every_length()
    {
        WriteModel();
        var path = Path.Combine(_desk.Folder, "model.onnx");
        var whole = await File.ReadAllBytesAsync(path);
        for (var length = 0; length < whole.Length; length += 3)
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            if (await _desk.WhyUnavailableAsync(Task1) is null)
            {
                var fault = await Assert.ThrowsAsync<JarvisException>(() => _desk.RunAsync(Task1, Pictures.Plain(2, 2, 0, 0, 0)));
                Assert.Equal(ErrorCode.ModelUnavailable, fault.Code);
            }
        }
    }

    [Fact]
    public async Task A_model_of_other_names_says_which_it_has()
    {
        WriteModel();
        var manifest = Manifest();
        manifest["inputs"]![0]!["name"] = "other";
        _desk.WriteManifest(manifest);

        var fault = await Assert.ThrowsAsync<JarvisException>(() => _desk.RunAsync(Task1, Pictures.Plain(2, 2, 0, 0, 0)));

        Assert.Equal(ErrorCode.ModelUnavailable, fault.Code);
        Assert.Contains("the inputs pixel_values and the outputs logits", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_that_are_no_numbers_fail_their_own_request_only()
    {
        // 1 / mean: a black picture gives infinity.
        var graph = new OnnxGraphBuilder();
        var input = graph.Input("pixel_values", OnnxElement.Float, "batch", 3, "height", "width");
        var mean = graph.Node("ReduceMean", [input], OnnxSetting.Of("axes", 2L, 3), OnnxSetting.Of("keepdims", 0));
        graph.Node("Reciprocal", [mean], ["logits"]);
        graph.Output("logits", OnnxElement.Float, "batch", 3);
        _desk.Write(graph, Manifest());

        var outcomes = await _desk.RunAsync(Task1, Pictures.Plain(4, 4, 0, 0, 0), Pictures.Plain(4, 4, 9, 9, 9));

        Assert.Equal(ErrorCode.ModelFailed, ManifestDesk.Error(outcomes[0]).Code);
        Assert.Contains("not numbers", outcomes[0].Error!.Message, StringComparison.Ordinal);
        Assert.Null(outcomes[1].Error);
    }

    [Fact]
    public async Task More_or_fewer_classes_than_labels_are_an_error()
    {
        WriteModel();
        var manifest = Manifest();
        ((JsonArray)manifest["labels"]!).Add("fourth");
        _desk.WriteManifest(manifest);

        var error = ManifestDesk.Error(Assert.Single(await _desk.RunAsync(Task1, Pictures.Plain(4, 4, 0, 0, 0))));

        Assert.Contains("tells 3 classes apart, and the manifest names 4", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("model.onnx")]
    [InlineData("labels.txt")]
    public async Task A_file_of_a_model_that_changes_gives_another_fingerprint_so_that_it_is_loaded_anew(string file)
    {
        var manifest = Manifest();
        manifest.Remove("labels");
        manifest["labels_file"] = "labels.txt";
        await File.WriteAllTextAsync(Path.Combine(_desk.Folder, "labels.txt"), "red\ngreen\nblue");
        _desk.Write(ImageTaskTests.MeanColour(), manifest);
        var before = await LookAsync();
        Assert.Equal(before, await LookAsync());

        File.SetLastWriteTimeUtc(Path.Combine(_desk.Folder, file), DateTime.UnixEpoch);

        var after = await LookAsync();
        Assert.NotEqual(before.Fingerprint, after.Fingerprint);
        Assert.Null(after.Unavailable);

        async Task<ModelReadiness> LookAsync() => await _desk.Runner.LookAsync(_desk.Card(Task1), CancellationToken.None);
    }

    [Fact]
    public async Task A_model_that_was_not_loaded_is_not_run()
    {
        WriteModel();

        var refused = await Assert.ThrowsAsync<JarvisException>(() => _desk.Runner.RunAsync(_desk.Card(Task1), [], CancellationToken.None));

        Assert.Equal(ErrorCode.ModelUnavailable, refused.Code);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static JsonObject Manifest() => ImageTaskTests.Manifest(Task1, "logits", "logits", new JsonArray("red", "green", "blue"));

    /// <summary>Writes a model, with one more tensor whose weights are in another file.</summary>
    private async Task NameWeightsAsync(string location)
    {
        WriteModel();
        var path = Path.Combine(_desk.Folder, "model.onnx");

        // A tensor of the graph (field 5) whose external_data (13) has the key (1) location and a value (2).
        byte[] entry = [0x0A, 8, .. "location"u8, 0x12, (byte)location.Length, .. Encoding.ASCII.GetBytes(location)];
        byte[] tensor = [0x6A, (byte)entry.Length, .. entry];
        byte[] graph = [0x2A, (byte)tensor.Length, .. tensor];
        await File.WriteAllBytesAsync(path, [.. await File.ReadAllBytesAsync(path), 0x3A, (byte)graph.Length, .. graph]);
    }

    private void WriteModel() => _desk.Write(ImageTaskTests.MeanColour(), Manifest());
}
