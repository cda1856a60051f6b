using Jarvis.Errors;
using Jarvis.Evaluation;
using Jarvis.Media;

namespace Jarvis.Core.Tests.Evaluation;

public sealed class ToolFolderTests
{
    [Fact]
    public void Tools_become_task_types_and_keep_their_names()
    {
        using var data = new DataFolder(DataFolder.Kinds);

        var folder = ToolFolder.Read(data.Path);

        Assert.Equal(["speech-writer", "text-translator", "painter-by-text", "page-fetcher"], folder.Catalog.Types.Select(type => type.Name));
        Assert.Equal(["Speech Writer", "Text Translator", "Painter (by text)", "Page Fetcher"], folder.Catalog.Types.Select(type => folder.ToolOf(type.Name)));
        Assert.Equal(MediaKind.Audio, folder.Catalog.Types[0].Inputs.Single().Kind);
        Assert.Equal(MediaKind.Image, folder.Catalog.Types[2].Outputs.Single().Kind);
        Assert.False(folder.HasParameters);
        Assert.Null(folder.ToolOf("image-to-text"));
    }

    [Fact]
    public void Parameters_become_options()
    {
        using var data = new DataFolder(DataFolder.Parameters);

        var folder = ToolFolder.Read(data.Path);

        Assert.True(folder.HasParameters);
        Assert.Equal("minutes", folder.Catalog.Types[0].Options.Single().Name);
    }

    [Fact]
    public void Ports_of_one_kind_have_names_of_their_own()
    {
        using var data = new DataFolder("""{"nodes":[{"id":"Mixer","desc":"mixes","input-type":["audio","audio"],"output-type":[]}]}""");

        Assert.Equal(["audio", "audio2"], ToolFolder.Read(data.Path).Catalog.Types.Single().Inputs.Select(port => port.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"nodes\":{}}")]
    [InlineData("{\"nodes\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}")]
    [InlineData("{\"nodes\":[{\"id\":\"\\ud800\"}]}")]
    [InlineData("{\"nodes\":[]}")]
    [InlineData("{\"nodes\":[1]}")]
    [InlineData("{\"nodes\":[{\"id\":\"!!\"}]}")]
    [InlineData("{\"nodes\":[{\"id\":\"a b\"},{\"id\":\"A-B\"}]}")]
    [InlineData("{\"nodes\":[{\"id\":\"a\",\"input-type\":\"text\"}]}")]
    [InlineData("{\"nodes\":[{\"id\":\"a\",\"input-type\":[{}]}]}")]
    public void What_is_no_description_of_tools_is_bad_input_that_names_the_file(string tools)
    {
        using var data = new DataFolder(tools);

        var error = Assert.Throws<JarvisException>(() => ToolFolder.Read(data.Path));

        Assert.Equal(ErrorCode.InvalidRequest, error.Code);
        Assert.Contains("tool_desc.json", error.Message);
    }

    [Fact]
    public void A_folder_of_folders_means_each_that_has_tools()
    {
        using var data = new DataFolder(DataFolder.Kinds);
        var parent = Directory.CreateDirectory(Path.Combine(data.Path, "all"));
        Directory.CreateDirectory(Path.Combine(parent.FullName, "empty"));
        foreach (var name in (string[])["b", "a"])
        {
            var folder = parent.CreateSubdirectory(name);
            File.WriteAllText(Path.Combine(folder.FullName, ToolFolder.FileName), DataFolder.Kinds);
        }

        Assert.Equal([data.Path], ToolFolders.Find(data.Path).ToArray());
        Assert.Equal(["a", "b"], ToolFolders.Find(parent.FullName).Select(Path.GetFileName));
        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<JarvisException>(() => ToolFolders.Find(Path.Combine(parent.FullName, "empty"))).Code);
        Assert.Equal(ErrorCode.InvalidRequest, Assert.Throws<JarvisException>(() => ToolFolders.Find(Path.Combine(parent.FullName, "none"))).Code);
    }
}
