// Shows the photo that was chosen before it is sent. Without this the form works all the same.
(function () {
  "use strict";

  // Some kinds cannot be shown by every browser; then nothing is shown, and the answer says what is wrong.
  function see(input, file) {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const picture = new Image();
      picture.className = "k-photo__img";
      picture.alt = input.dataset.see;
      picture.addEventListener("load", () => {
        const box = document.createElement("p");
        box.className = "k-photo__see";
        box.append(picture);
        input.after(box);
      });
      picture.src = reader.result;
    });
    reader.readAsDataURL(file);
  }

  document.querySelectorAll("input[type=file][data-see]").forEach((input) => {
    input.addEventListener("change", () => {
      const before = input.parentElement.querySelector(".k-photo__see");
      if (before) before.remove();
      if (input.files.length && input.files[0].size < 16777216) see(input, input.files[0]);
    });
  });
  // A link to the photo opens its drawer.
  const drawer = location.hash === "#foto" && document.getElementById("foto");
  if (drawer) drawer.open = true;
})();
